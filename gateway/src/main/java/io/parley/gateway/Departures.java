// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.EndsSession;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Revert;
import io.parley.loop.TimeLimit;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells presence that sessions have ended, and does not give up at the first try: a release that
 * got lost would leave a user online for ever. Event loop of the gateway only.
 */
final class Departures {
  private static final Logger log = LoggerFactory.getLogger(Departures.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);

  /** Not longer, or users were away for long after a trouble is over. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** For about a quarter of an hour, more than a cut of the network or a failover lasts. */
  private static final int ATTEMPTS = 180;

  /**
   * When it is asked once more where another part was to settle it, or may still settle it. More
   * than once: what waits for a database that is not reached may be carried out late.
   */
  private static final List<Duration> LATER =
      List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(75));

  /** How long a gateway that stops waits for a presence that does not answer. */
  private static final Duration WHEN_STOPPING = Duration.ofMinutes(1);

  private final ContextInternal context;
  private final Vertx vertx;
  private final Bus bus;
  private final Set<Future<Void>> underWay = new HashSet<>();

  Departures(ContextInternal context, Bus bus) {
    this.context = context;
    this.vertx = context.owner();
    this.bus = bus;
  }

  /** Says that a session has ended. Completed when presence knows. */
  Future<Void> release(Username user, SessionRef session, Departure departure) {
    return tell(new Release(user, session, departure));
  }

  /** Says that a client has not heard that it resumed a session. Completed when presence knows. */
  Future<Void> revert(Revert revert) {
    return tell(revert);
  }

  /**
   * Says so after a while: for a session whose place another takes, which presence must not see
   * end, and for a claim that may still be granted after it was given up. Does nothing if all is
   * well.
   */
  void releaseLater(Username user, SessionRef session, Departure departure) {
    tellLater(new Release(user, session, departure));
  }

  /** As {@link #releaseLater}, of a session that was resumed. */
  void revertLater(Revert revert) {
    tellLater(revert);
  }

  /** Completed when presence knows all that it was to be told so far, or does not answer. */
  Future<Void> settled() {
    return TimeLimit.within(WHEN_STOPPING, Future.join(List.copyOf(underWay)))
        .otherwiseEmpty()
        .mapEmpty();
  }

  private void tellLater(EndsSession end) {
    for (Duration later : LATER) {
      vertx.setTimer(later.toMillis(), fired -> tell(end));
    }
  }

  private Future<Void> tell(EndsSession end) {
    Promise<Void> known = context.promise();
    Future<Void> future = known.future();
    underWay.add(future);
    future.onComplete(done -> underWay.remove(future));
    tell(end, 1, known);
    return future;
  }

  private void tell(EndsSession end, int attempt, Promise<Void> known) {
    Future<Done> answer = bus.ask(end);
    answer.onComplete(
        done -> known.complete(),
        refusal -> {
          if (attempt == ATTEMPTS) {
            log.atWarn()
                .addKeyValue("user", end.user())
                .addKeyValue("session", end.session())
                .log("presence could not be told that a session ended");
            known.complete();
          } else {
            vertx.setTimer(pauseAfter(attempt).toMillis(), fired -> tell(end, attempt + 1, known));
          }
        });
  }

  private static Duration pauseAfter(int attempt) {
    Duration pause = FIRST_RETRY.multipliedBy(attempt);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
