// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.Username;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Whom the user of one session has blocked, as the session knows it at this moment: in step with
 * the store before the user hears that a block is made. Event loop of the session only.
 */
final class BlockSet {
  private final Set<Username> blocked = new HashSet<>(0);
  private long changes;

  /** Numbers what the user says of this: each greater than those before. */
  long nextChange() {
    return ++changes;
  }

  boolean contains(Username user) {
    return blocked.contains(user);
  }

  void add(Username user) {
    blocked.add(user);
  }

  void addAll(Collection<Username> users) {
    blocked.addAll(users);
  }

  void remove(Username user) {
    blocked.remove(user);
  }
}
