// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.PresenceRequest.Held;
import io.parley.bus.PresenceRequest.Refresh;
import io.parley.bus.PresenceRequest.Refreshed;
import io.parley.model.GatewayId;
import io.parley.model.GoodbyeReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells presence in a cluster, now and then and whenever nodes come or go, which sessions are here,
 * since the roster may have forgotten them; and ends those that are not their users' any more.
 * After a change of the cluster each session looks into its mailbox, too: who kept something for it
 * may not have lived to say so, or may not have seen it. Event loop of the gateway only.
 */
final class Refresher {
  private static final Logger log = LoggerFactory.getLogger(Refresher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration AFTER_A_CHANGE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_NUDGES = Duration.ofMillis(20);
  private static final int AT_A_TIME = 500;
  private static final int NUDGED_AT_A_TIME = 50;

  private final Vertx vertx;
  private final Bus bus;
  private final GatewayId gateway;
  private final Sessions sessions;
  private boolean changeSeen;

  Refresher(Vertx vertx, Bus bus, GatewayId gateway, Sessions sessions) {
    this.vertx = vertx;
    this.bus = bus;
    this.gateway = gateway;
    this.sessions = sessions;
  }

  void start() {
    vertx.setPeriodic(INTERVAL.toMillis(), timer -> refresh());
    bus.nodes().watch(came -> changed(), gone -> changed());
    bus.nodes().onStandstill(this::changed);
  }

  private void changed() {
    if (!changeSeen) {
      changeSeen = true;
      vertx.setTimer(
          AFTER_A_CHANGE.toMillis(),
          timer -> {
            changeSeen = false;
            refresh().onComplete(refreshed -> nudge(sessions.held(), 0));
          });
    }
  }

  /** Completed when presence has been told of all sessions. */
  private Future<Void> refresh() {
    List<Held> held = sessions.held();
    Future<Void> before = Future.succeededFuture();
    for (int from = 0; from < held.size(); from += AT_A_TIME) {
      List<Held> some = held.subList(from, Math.min(from + AT_A_TIME, held.size()));
      before =
          before.compose(
              done -> bus.ask(new Refresh(gateway, some)).onSuccess(this::end).mapEmpty());
    }
    return before;
  }

  private void end(Refreshed answer) {
    if (!answer.replaced().isEmpty() || !answer.ended().isEmpty()) {
      log.atInfo()
          .addKeyValue("replaced", answer.replaced().size())
          .addKeyValue("ended", answer.ended().size())
          .log("sessions that are not their users' any more end");
    }
    answer.replaced().forEach(number -> sessions.end(number, Ending.by(GoodbyeReason.REPLACED)));
    // Without goodbye, as if the connection had broken: the client resumes.
    answer.ended().forEach(number -> sessions.end(number, Ending.BROKEN));
  }

  private void nudge(List<Held> held, int from) {
    int to = Math.min(from + NUDGED_AT_A_TIME, held.size());
    for (Held session : held.subList(from, to)) {
      sessions.member(session.number()).ifPresent(member -> member.inbox().nudge());
    }
    if (to < held.size()) {
      vertx.setTimer(BETWEEN_NUDGES.toMillis(), timer -> nudge(held, to));
    }
  }
}
