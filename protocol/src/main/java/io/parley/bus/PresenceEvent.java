// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.Username;
import java.time.Instant;
import java.util.Set;

/**
 * A coming or a going, told to all gateways, each of which tells its sessions: all but the user's
 * own and those of users from whom it is hidden because this user has blocked them.
 */
public sealed interface PresenceEvent {
  Username user();

  Instant at();

  Set<Username> hiddenFrom();

  /** The user's session began. */
  record Joined(Username user, Instant at, Set<Username> hiddenFrom) implements PresenceEvent {
    public Joined {
      hiddenFrom = Set.copyOf(hiddenFrom);
    }
  }

  /** The user's session ended. */
  record Left(Username user, Instant at, Set<Username> hiddenFrom) implements PresenceEvent {
    public Left {
      hiddenFrom = Set.copyOf(hiddenFrom);
    }
  }
}
