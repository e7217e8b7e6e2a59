// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.PresenceEvent.Joined;
import io.parley.bus.PresenceEvent.Left;
import io.parley.model.Username;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;

/** Tells all gateways of comings and goings, at the moment at which it is asked to. */
final class Announcements {
  private final Bus bus;
  private final InstantSource clock;

  Announcements(Bus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
  }

  void joined(Username user, Collection<Username> hiddenFrom) {
    bus.publish(new Joined(user, clock.instant(), Set.copyOf(hiddenFrom)));
  }

  void left(Username user, Collection<Username> hiddenFrom) {
    bus.publish(new Left(user, clock.instant(), Set.copyOf(hiddenFrom)));
  }
}
