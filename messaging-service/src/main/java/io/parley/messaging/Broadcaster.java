// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest.Broadcast;
import io.parley.bus.MessagingRequest.Reached;
import io.vertx.core.Future;
import java.util.List;

/** Tells a text to all who are online: one question for each gateway, whatever its sessions. */
final class Broadcaster {
  private static final Reached NOBODY = new Reached(0, false);

  private final Bus bus;

  Broadcaster(Bus bus) {
    this.bus = bus;
  }

  /** A gateway that does not answer counts as having reached nobody. */
  Future<Reached> broadcast(Broadcast broadcast) {
    List<Future<Reached>> told =
        bus.nodes().gateways().stream()
            .map(gateway ->
                new GatewayRequest.TellAll(
                    gateway, broadcast.from(), broadcast.text(), broadcast.at()))
            .map(question -> bus.ask(question).otherwise(NOBODY))
            .toList();
    return Future.join(told).map(all -> sum(told));
  }

  private static Reached sum(List<Future<Reached>> told) {
    int reached = 0;
    boolean withheld = false;
    for (Future<Reached> answer : told) {
      reached += answer.result().reached();
      withheld |= answer.result().withheld();
    }
    return new Reached(reached, withheld);
  }
}
