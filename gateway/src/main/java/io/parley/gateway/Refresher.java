// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.PresenceRequest.Held;
import io.parley.bus.PresenceRequest.Refresh;
import io.parley.bus.PresenceRequest.Refreshed;
import io.parley.bus.PresenceRequest.Restore;
import io.parley.model.GatewayId;
import io.parley.model.GoodbyeReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells presence in a cluster, now and then and whenever nodes come or go, which sessions are here,
 * since the roster may have forgotten them; restores those, and ends those that are not their
 * users' any more. After a change of the cluster each session looks into its mailbox, too: who kept
 * something for it may not have lived to say so, or may not have seen it. Event loop of the gateway
 * only.
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
    // At once, before anything comes from a node that is new here; the looking itself is spread.
    members(sessions.held()).forEach(member -> member.inbox().expectStored());
    if (!changeSeen) {
      changeSeen = true;
      vertx.setTimer(
          AFTER_A_CHANGE.toMillis(),
          timer -> {
            changeSeen = false;
            nudge(sessions.held(), 0);
            refresh();
          });
    }
  }

  private void refresh() {
    refresh(sessions.held(), 0);
  }

  private void refresh(List<Held> held, int from) {
    if (from < held.size()) {
      int to = Math.min(from + AT_A_TIME, held.size());
      List<Held> some = held.subList(from, to);
      bus.ask(new Refresh(gateway, some))
          .onSuccess(answer -> {
            act(some, answer);
            refresh(held, to);
          });
    }
  }

  private void act(List<Held> asked, Refreshed answer) {
    if (!answer.replaced().isEmpty() || !answer.lost().isEmpty()) {
      log.atInfo()
          .addKeyValue("replaced", answer.replaced().size())
          .addKeyValue("lost", answer.lost().size())
          .log("sessions are not as presence knows them");
    }
    answer.replaced().forEach(number -> sessions.end(number, Ending.by(GoodbyeReason.REPLACED)));
    Set<Long> lost = new HashSet<>(answer.lost());
    for (Held held : asked) {
      sessions
          .member(held.number())
          .ifPresent(member -> {
            if (lost.contains(held.number())) {
              restore(member);
            } else if (member.inbox().isLost()) {
              member.inbox().restored(); // the answer to the last attempt was lost
            }
          });
    }
  }

  /** What does not work is tried again at the next refresh. */
  private void restore(Member member) {
    member.inbox().lost();
    bus.ask(new Restore(member.user(), member.session()))
        .onSuccess(answer -> {
          if (answer.isLast()) {
            member.inbox().restored();
          } else {
            sessions.end(member.session().number(), Ending.by(GoodbyeReason.REPLACED));
          }
        });
  }

  private void nudge(List<Held> held, int from) {
    int to = Math.min(from + NUDGED_AT_A_TIME, held.size());
    members(held.subList(from, to)).forEach(member -> member.inbox().nudge());
    if (to < held.size()) {
      vertx.setTimer(BETWEEN_NUDGES.toMillis(), timer -> nudge(held, to));
    }
  }

  private Stream<Member> members(List<Held> held) {
    return held.stream().flatMap(session -> sessions.member(session.number()).stream());
  }
}
