// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.Service;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.presence.LastSessions.Shown;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions that nobody said had ended: those of gateways that died, and those whose end a
 * presence node did not live to tell. The former ended when a presence node was last alive.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration IN_DOUBT = Duration.ofSeconds(1);
  private static final int TOLD_AT_A_TIME = 100;

  private final Bus bus;
  private final Stores stores;
  private final Departures departures;
  private final Deaths deaths;
  private final Ghosts ghosts;
  private final Pause pause;
  private final Duration grace;
  private boolean running;
  private boolean wantedAgain;

  /**
   * @param grace in which these sessions, too, may be resumed unnoticed by others
   */
  Recovery(
      Bus bus,
      Stores stores,
      Departures departures,
      Deaths deaths,
      Ghosts ghosts,
      Pause pause,
      Duration grace) {
    this.bus = bus;
    this.stores = stores;
    this.departures = departures;
    this.deaths = deaths;
    this.ghosts = ghosts;
    this.pause = pause;
    this.grace = grace;
  }

  /** From now on, too, whenever a gateway dies, and now and then for what slipped through. */
  void goOn() {
    bus.nodes()
        .watch(
            came -> {},
            gone -> {
              if (gone.service() == Service.GATEWAY) {
                runSoon();
              }
            });
    again();
  }

  private void again() {
    pause
        .of(INTERVAL)
        .onSuccess(passed -> {
          runSoon();
          ghosts.find().onSuccess(ended -> ended.forEach(departures::release));
          again();
        });
  }

  private void runSoon() {
    if (running) {
      wantedAgain = true;
      return;
    }
    running = true;
    run()
        .onComplete(done -> {
          if (done.failed()) {
            log.atDebug()
                .addKeyValue("why", done.cause().getMessage())
                .log("dead sessions could not be ended, and are tried again");
          }
          running = false;
          if (wantedAgain) {
            wantedAgain = false;
            runSoon();
          }
        });
  }

  /**
   * Completed when none is open any more. That the others are told may come later. A node that sees
   * less than others does takes nobody for dead.
   */
  Future<Void> run() {
    if (!bus.nodes().isTrusted()) {
      runLater();
      return Future.succeededFuture();
    }
    return unheard()
        .compose(this::deadAmong)
        .compose(dead ->
            clearRoster(dead)
                .compose(cleared -> stores.lastSessions().shown())
                .map(shown -> gone(shown, dead)))
        .compose(gone -> gone.isEmpty() ? Future.succeededFuture() : close(gone));
  }

  /** The gateways of sessions that are there, which themselves are not. */
  private Future<Set<GatewayId>> unheard() {
    return stores
        .roster()
        .sessions()
        .compose(online ->
            stores
                .lastSessions()
                .shown()
                .map(shown ->
                    Stream.concat(
                            online.values().stream(),
                            shown.stream().filter(Shown::open).map(Shown::session))
                        .map(SessionRef::gateway)
                        .filter(gateway -> !bus.nodes().isThere(gateway))
                        .collect(Collectors.toSet())));
  }

  private Future<Set<GatewayId>> deadAmong(Set<GatewayId> unheard) {
    return deaths
        .among(unheard)
        .onSuccess(dead -> {
          if (dead.size() < unheard.size()) {
            runLater(); // others hear the rest; should they die, too, nobody would say so here
          }
        });
  }

  private void runLater() {
    pause.of(IN_DOUBT).onSuccess(passed -> runSoon());
  }

  private Future<Void> clearRoster(Set<GatewayId> dead) {
    return stores
        .roster()
        .sessions()
        .compose(online ->
            Future.join(
                    online.entrySet().stream()
                        .filter(entry -> dead.contains(entry.getValue().gateway()))
                        .map(entry -> stores.roster().release(entry.getKey(), entry.getValue()))
                        .toList())
                .mapEmpty());
  }

  /** An open session whose gateway lives is none, even if the roster has forgotten it. */
  private static Map<Username, SessionRef> gone(List<Shown> shown, Set<GatewayId> dead) {
    return shown.stream()
        .filter(session -> !session.open() || dead.contains(session.session().gateway()))
        .collect(Collectors.toMap(Shown::user, Shown::session));
  }

  private Future<Void> close(Map<Username, SessionRef> gone) {
    log.atDebug().addKeyValue("sessions", gone.size()).log("sessions ended without a release");
    return stores
        .lastSessions()
        .lastBeat()
        .compose(beat -> stores.lastSessions().close(gone, beat.orElse(Instant.EPOCH)))
        .onSuccess(
            closed -> pause.of(grace).onSuccess(passed -> tell(List.copyOf(gone.entrySet()), 0)));
  }

  /**
   * A few at a time: after a crash there may be many. Each node tells of its share of the users.
   */
  private void tell(List<Map.Entry<Username, SessionRef>> gone, int from) {
    if (from < gone.size()) {
      int to = Math.min(from + TOLD_AT_A_TIME, gone.size());
      Future.join(
              gone.subList(from, to).stream()
                  .filter(
                      entry -> bus.nodes().isResponsible(Service.PRESENCE, entry.getKey().value()))
                  .map(entry -> departures.tell(entry.getKey(), entry.getValue()))
                  .toList())
          .onComplete(told -> tell(gone, to));
    }
  }
}
