// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Notices a client that does not acknowledge in time: one timer while anything is with it or waits
 * for it, not one for each message. Event loop of the session only.
 */
final class DeliveryWatch {
  private final Vertx vertx;
  private final InstantSource clock;
  private final Duration deliveryTimeout;
  private final Duration waitingTime;
  private final Watched watched;
  private boolean armed;

  /** What is watched. Times are epoch milliseconds; {@link #NOTHING} where there is nothing. */
  interface Watched {
    long NOTHING = Long.MAX_VALUE / 2;

    /** When the oldest message that is with the client was given to it. */
    long givenSince();

    /** When the oldest message that waits for its turn began to wait. */
    long waitingSince();

    /** The client had its time. */
    void tooSlow();

    /** What waits has waited long enough. */
    void giveBackWaiting();
  }

  DeliveryWatch(
      Vertx vertx,
      InstantSource clock,
      Duration deliveryTimeout,
      Duration waitingTime,
      Watched watched) {
    this.vertx = vertx;
    this.clock = clock;
    this.deliveryTimeout = deliveryTimeout;
    this.waitingTime = waitingTime;
    this.watched = watched;
  }

  /** There is something to watch. */
  void arm() {
    if (!armed) {
      long now = clock.millis();
      long deadline = Math.min(deliveryDeadline(), waitingDeadline());
      // No later than a full time from now: what is given after this must be noticed in time too.
      wait(now, Math.clamp(deadline - now, 1, deliveryTimeout.toMillis()));
    }
  }

  private void wait(long now, long millis) {
    armed = true;
    vertx.setTimer(millis, timer -> check(now + millis));
  }

  private void check(long dueAt) {
    armed = false;
    if (!hasAnything()) {
      return;
    }
    long now = clock.millis();
    long halfTheTime = Math.max(1, deliveryTimeout.toMillis() / 2);
    if (now - dueAt > halfTheTime) {
      // The process stood still. Acknowledgements may lie in the socket, unread: they are heard
      // first.
      wait(now, halfTheTime);
    } else if (now >= deliveryDeadline()) {
      watched.tooSlow();
    } else {
      if (now >= waitingDeadline()) {
        watched.giveBackWaiting();
      }
      if (hasAnything()) {
        arm();
      }
    }
  }

  private boolean hasAnything() {
    return watched.givenSince() != Watched.NOTHING || watched.waitingSince() != Watched.NOTHING;
  }

  private long deliveryDeadline() {
    return watched.givenSince() + deliveryTimeout.toMillis();
  }

  private long waitingDeadline() {
    return watched.waitingSince() + waitingTime.toMillis();
  }
}
