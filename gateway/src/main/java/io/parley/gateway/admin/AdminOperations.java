// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway.admin;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest.Reached;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.OnlineSession;
import io.parley.bus.PresenceRequest.SessionList;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What an administrator can have done, at whatever gateway the sessions are. */
final class AdminOperations {
  private final Bus bus;
  private final InstantSource clock;

  AdminOperations(Bus bus, InstantSource clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Who is online where; of many, those whose names come after a name. */
  Future<SessionList> sessions(Optional<Username> user, Optional<Username> after, int limit) {
    return bus.ask(new PresenceRequest.Sessions(user, after, limit));
  }

  /** Ends a user's session. Refused with {@code OFFLINE} if there is none. */
  Future<Done> kick(Username user) {
    return sessions(Optional.of(user), Optional.empty(), 1)
        .compose(found -> {
          if (found.sessions().isEmpty()) {
            return Future.failedFuture(
                new RequestRefused(FailureCode.OFFLINE, user + " is not online"));
          }
          OnlineSession session = found.sessions().get(0);
          return bus.ask(new GatewayRequest.End(session.session(), GoodbyeReason.KICKED));
        });
  }

  /** Tells all who are online; answers how many. A gateway that does not answer counts as none. */
  Future<Integer> announce(String text) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Future<Reached>> told =
        bus.nodes().gateways().stream()
            .map(gateway -> new GatewayRequest.Announce(gateway, text, now))
            .map(question -> bus.ask(question).otherwise(new Reached(0, false)))
            .toList();
    return Future.join(told)
        .map(all -> told.stream().mapToInt(one -> one.result().reached()).sum());
  }

  /** Forgets the wrong passwords that were given for a name. */
  Future<Done> unlock(Username user) {
    return bus.ask(new AuthRequest.Unlock(user));
  }
}
