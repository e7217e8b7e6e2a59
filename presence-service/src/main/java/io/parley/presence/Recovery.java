// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends, at the start, the sessions that ended with a crash: those in the database that the roster
 * does not know. They ended when a presence node was last alive.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final int TOLD_AT_A_TIME = 100;

  private final Stores stores;
  private final Departures departures;
  private final Pause pause;
  private final Duration grace;

  /**
   * @param grace in which these sessions, too, may be resumed unnoticed by others
   */
  Recovery(Stores stores, Departures departures, Pause pause, Duration grace) {
    this.stores = stores;
    this.departures = departures;
    this.pause = pause;
    this.grace = grace;
  }

  /** Completed when none is open any more. That the others are told may come later. */
  Future<Void> run() {
    // The database first: a session that begins after that look is no concern of ours.
    return stores
        .lastSessions()
        .shown()
        .compose(shown -> stores.roster().sessions().map(online -> gone(shown, online)))
        .compose(gone -> gone.isEmpty() ? Future.succeededFuture() : close(gone));
  }

  private static Map<Username, SessionRef> gone(
      Map<Username, SessionRef> shown, Map<Username, SessionRef> online) {
    return shown.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(online.get(entry.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Future<Void> close(Map<Username, SessionRef> gone) {
    log.atInfo().addKeyValue("sessions", gone.size()).log("sessions ended without a release");
    return stores
        .lastSessions()
        .lastBeat()
        .compose(beat -> stores.lastSessions().close(gone, beat.orElse(Instant.EPOCH)))
        .onSuccess(
            closed -> pause.of(grace).onSuccess(passed -> tell(List.copyOf(gone.entrySet()), 0)));
  }

  /** A few at a time: after a crash there may be many. */
  private void tell(List<Map.Entry<Username, SessionRef>> gone, int from) {
    if (from < gone.size()) {
      int to = Math.min(from + TOLD_AT_A_TIME, gone.size());
      Future.join(
              gone.subList(from, to).stream()
                  .map(entry -> departures.tell(entry.getKey(), entry.getValue()))
                  .toList())
          .onComplete(told -> tell(gone, to));
    }
  }
}
