// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The private sessions that are open, at most one with each user. Event loop only. */
final class OpenSessions {
  private record Open(PeerSession session, Instant since) {}

  private final InstantSource clock;
  private final Map<Username, Open> userToOpen = new TreeMap<>();
  private boolean pressed;

  OpenSessions(InstantSource clock) {
    this.clock = clock;
  }

  /** A session has begun. */
  void add(PeerSession session) {
    if (pressed) {
      session.hold();
    }
    userToOpen.put(session.user(), new Open(session, clock.instant()));
  }

  boolean has(Username user) {
    return userToOpen.containsKey(user);
  }

  Optional<PeerSession> with(Username user) {
    return Optional.ofNullable(userToOpen.get(user)).map(Open::session);
  }

  /** The session with this user, if this side began it and not longer ago than that. */
  boolean wasDialledWithin(Username user, Duration duration) {
    Open open = userToOpen.get(user);
    return open != null
        && open.session().dialled()
        && Duration.between(open.since(), clock.instant()).compareTo(duration) < 0;
  }

  /** With whom, sorted. */
  List<Username> users() {
    return List.copyOf(userToOpen.keySet());
  }

  /** This session has ended; whether it was the one with its user. */
  boolean remove(PeerSession session) {
    boolean mine = with(session.user()).filter(open -> open == session).isPresent();
    if (mine) {
      userToOpen.remove(session.user());
    }
    return mine;
  }

  /** Reads no further for as long as more is shown than good. */
  void press(boolean pressed) {
    if (this.pressed != pressed) {
      this.pressed = pressed;
      for (Open open : List.copyOf(userToOpen.values())) {
        if (pressed) {
          open.session().hold();
        } else {
          open.session().letGo();
        }
      }
    }
  }
}
