// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /**
   * When it is asked once more where another part was to settle it, or may still settle it: later
   * than anything that presence may be at work at.
   */
  private static final Duration LATER = Duration.ofSeconds(35);

  private final Vertx vertx;
  private final Bus bus;
  private final Set<Future<Void>> underWay = new HashSet<>();

  Departures(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Says that a session has ended. Completed when presence knows. */
  Future<Void> release(Username user, SessionRef session, Departure departure) {
    Promise<Void> known = Promise.promise();
    Future<Void> future = known.future();
    underWay.add(future);
    future.onComplete(done -> underWay.remove(future));
    release(new PresenceRequest.Release(user, session, departure), FIRST_RETRY, known);
    return future;
  }

  /**
   * Says so after a while: for a session whose place another takes, which presence must not see
   * end, and for a claim that may still be granted after it was given up. Does nothing if all is
   * well.
   */
  void releaseLater(Username user, SessionRef session, Departure departure) {
    vertx.setTimer(LATER.toMillis(), fired -> release(user, session, departure));
  }

  /** Completed when presence knows all that it was to be told so far. */
  Future<Void> settled() {
    return Future.join(List.copyOf(underWay)).mapEmpty();
  }

  private void release(PresenceRequest.Release release, Duration retry, Promise<Void> known) {
    Future<Done> answer = bus.ask(release);
    answer.onComplete(
        done -> known.complete(),
        refusal -> {
          boolean isLongAgo = retry.compareTo(LAST_RETRY) >= 0;
          if (isLongAgo) {
            log.atWarn()
                .addKeyValue("user", release.user())
                .addKeyValue("session", release.session())
                .log("presence could not yet be told that a session ended");
          }
          Duration next = isLongAgo ? LAST_RETRY : retry.multipliedBy(2);
          vertx.setTimer(retry.toMillis(), fired -> release(release, next, known));
        });
  }
}
