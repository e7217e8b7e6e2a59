// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a client has not got a final answer for, in the order in which it was written: all of it is
 * sent again after the next login. For the participant's own thread.
 */
final class Outbox {
  private final Set<Sent> unanswered = new LinkedHashSet<>();

  void add(Sent sent) {
    unanswered.add(sent);
  }

  void remove(Sent sent) {
    unanswered.remove(sent);
  }

  int size() {
    return unanswered.size();
  }

  boolean isEmpty() {
    return unanswered.isEmpty();
  }

  Collection<Sent> all() {
    return List.copyOf(unanswered);
  }
}
