// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a connection has to log in. It stands still while a login or a registration is
 * under way, which in a storm of logins can take minutes. Event loop of the session only.
 */
final class LoginDeadline {
  private final Vertx vertx;
  private final Runnable whenOver;
  private long left;
  private long runningSince;
  private @Nullable Long timer;

  LoginDeadline(Vertx vertx, Duration limit, Runnable whenOver) {
    this.vertx = vertx;
    this.left = limit.toNanos();
    this.whenOver = whenOver;
  }

  /** Begins, or goes on after {@link #stop}. */
  void run() {
    if (timer == null) {
      runningSince = System.nanoTime();
      long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
      timer =
          vertx.setTimer(
              millis,
              fired -> {
                timer = null;
                whenOver.run();
              });
    }
  }

  void stop() {
    if (timer != null) {
      vertx.cancelTimer(timer);
      timer = null;
      left -= System.nanoTime() - runningSince;
    }
  }
}
