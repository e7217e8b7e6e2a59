// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the clients of a gateway that stops away, spread evenly over a time, so that other gateways
 * are not stormed by all of them at once. Event loop of the gateway only.
 */
final class Drain {
  private static final Duration STEP = Duration.ofMillis(100);

  private final Vertx vertx;
  private final Sessions sessions;
  private final int steps;
  private final List<Future<Void>> endings = new ArrayList<>();
  private final Promise<Void> done = Promise.promise();

  Drain(Vertx vertx, Sessions sessions, Duration length) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.steps = (int) Math.max(1, length.dividedBy(STEP));
  }

  /** Completed when nothing of any session is under way any more. */
  Future<Void> run() {
    ArrayDeque<Session> waiting = new ArrayDeque<>(sessions.all());
    int each = Math.ceilDiv(waiting.size(), steps);
    end(waiting, each);
    return done.future();
  }

  private void end(ArrayDeque<Session> waiting, int each) {
    for (int i = 0; i < each && !waiting.isEmpty(); i++) {
      endings.add(waiting.remove().sendAway());
    }
    if (waiting.isEmpty()) {
      Future.join(endings).<Void>mapEmpty().onComplete(done);
    } else {
      vertx.setTimer(STEP.toMillis(), timer -> end(waiting, each));
    }
  }
}
