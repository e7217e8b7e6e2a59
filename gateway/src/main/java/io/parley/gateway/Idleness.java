// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a session's user has done nothing for a time. One timer, which is set anew only when
 * it fires: activity costs no more than a look at the clock. Event loop of the session only.
 */
final class Idleness {
  private final Vertx vertx;
  private final long limit;
  private final Runnable whenIdle;
  private long lastActivity;
  private @Nullable Long timer;

  /**
   * @param limit zero for none
   */
  Idleness(Vertx vertx, Duration limit, Runnable whenIdle) {
    this.vertx = vertx;
    this.limit = limit.toNanos();
    this.whenIdle = whenIdle;
  }

  void start() {
    touch();
    if (limit > 0) {
      checkIn(limit);
    }
  }

  /** The user has done something. */
  void touch() {
    // The monotonic clock: when the time of day is set right, nobody is logged out.
    lastActivity = System.nanoTime();
  }

  void stop() {
    if (timer != null) {
      vertx.cancelTimer(timer);
      timer = null;
    }
  }

  private void checkIn(long nanos) {
    // Rounded up: a timer must not fire a moment too early and so once more for nothing.
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    timer = vertx.setTimer(millis, fired -> check());
  }

  private void check() {
    timer = null;
    long left = limit - (System.nanoTime() - lastActivity);
    if (left > 0) {
      checkIn(left);
    } else {
      whenIdle.run();
    }
  }
}
