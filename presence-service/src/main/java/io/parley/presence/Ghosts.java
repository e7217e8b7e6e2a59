// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.Service;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds users whom the roster gives to sessions that their living gateways do not have: a release
 * that was lost, or an entry that came back when the halves of a cluster met. Without this they
 * could not log in again.
 */
final class Ghosts {
  private static final int AT_A_TIME = 1_000;

  private final Bus bus;
  private final Roster roster;

  Ghosts(Bus bus, Roster roster) {
    this.bus = bus;
    this.roster = roster;
  }

  /** Whether this session has certainly ended. A gateway that does not answer may have it. */
  Future<Boolean> hasEnded(SessionRef session) {
    return bus.ask(new GatewayRequest.Missing(session.gateway(), List.of(session.number())))
        .map(missing -> !missing.numbers().isEmpty())
        .otherwise(false);
  }

  /** The ends of all such sessions, of this node's share of the users. Never fails. */
  Future<List<Release>> find() {
    return roster.sessions().compose(this::among).otherwise(List.of());
  }

  private Future<List<Release>> among(Map<Username, SessionRef> online) {
    Map<GatewayId, List<Map.Entry<Username, SessionRef>>> gatewayToSessions = new HashMap<>();
    for (Map.Entry<Username, SessionRef> entry : online.entrySet()) {
      if (bus.nodes().isResponsible(Service.PRESENCE, entry.getKey().value())
          && bus.nodes().isThere(entry.getValue().gateway())) {
        gatewayToSessions
            .computeIfAbsent(entry.getValue().gateway(), first -> new ArrayList<>())
            .add(entry);
      }
    }
    List<Release> found = new ArrayList<>();
    Future<Void> before = Future.succeededFuture();
    for (Map.Entry<GatewayId, List<Map.Entry<Username, SessionRef>>> entry :
        gatewayToSessions.entrySet()) {
      List<Map.Entry<Username, SessionRef>> all = entry.getValue();
      for (int from = 0; from < all.size(); from += AT_A_TIME) {
        List<Map.Entry<Username, SessionRef>> some =
            all.subList(from, Math.min(from + AT_A_TIME, all.size()));
        before =
            before.compose(done -> ask(entry.getKey(), some).onSuccess(found::addAll)).mapEmpty();
      }
    }
    return before.map(found);
  }

  private Future<List<Release>> ask(
      GatewayId gateway, List<Map.Entry<Username, SessionRef>> sessions) {
    List<Long> numbers = sessions.stream().map(session -> session.getValue().number()).toList();
    return bus.ask(new GatewayRequest.Missing(gateway, numbers))
        .map(missing -> {
          Set<Long> ended = new HashSet<>(missing.numbers());
          return sessions.stream()
              .filter(session -> ended.contains(session.getValue().number()))
              .map(session -> new Release(session.getKey(), session.getValue(), Departure.BROKEN))
              .toList();
        })
        .otherwise(List.of());
  }
}
