// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.Username;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * The last runs of live messages of which one was not taken. Whoever sent it stores it, and does
 * not take back those that are on their way behind it: given to the client, they would come before
 * it. Event loop of the session only.
 */
final class BrokenRuns {
  /** More than there are services that deliver to one session, and blocked users who write. */
  private static final int MOST = 256;

  private final LinkedHashSet<Broken> runs = new LinkedHashSet<>(0);

  /** For one sender, whose messages keep their order among each other, or for all. */
  private record Broken(long run, Optional<Username> sender) {}

  void add(long run) {
    add(new Broken(run, Optional.empty()));
  }

  void add(long run, Username sender) {
    add(new Broken(run, Optional.of(sender)));
  }

  boolean contains(long run, Username sender) {
    return !runs.isEmpty()
        && (runs.contains(new Broken(run, Optional.empty()))
            || runs.contains(new Broken(run, Optional.of(sender))));
  }

  private void add(Broken broken) {
    if (runs.add(broken) && runs.size() > MOST) {
      runs.removeFirst();
    }
  }
}
