// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Lets time pass without holding a thread. */
@FunctionalInterface
interface Pause {
  /** Completed when this time has passed. */
  Future<Void> of(Duration length);

  /** By timers of the event loop. */
  static Pause on(Vertx vertx) {
    return length -> vertx.timer(Math.max(1, length.toMillis()));
  }
}
