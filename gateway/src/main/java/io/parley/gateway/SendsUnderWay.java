// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the commands of one session whose answers may come later than those of later commands.
 * Event loop of the session only.
 */
final class SendsUnderWay {
  private final Vertx vertx;
  private final int limit;
  private final List<Promise<Void>> waiting = new ArrayList<>(0);
  private int count;

  SendsUnderWay(Vertx vertx, int limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  boolean isFull() {
    return count >= limit;
  }

  void begin() {
    count++;
  }

  void end() {
    count--;
    if (count == 0) {
      waiting.forEach(Promise::tryComplete);
      waiting.clear();
    }
  }

  /** Completed when all have ended, or this time is over. */
  Future<Void> ended(Duration atMost) {
    if (count == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiting.add(promise);
    long timer = vertx.setTimer(atMost.toMillis(), fired -> promise.tryComplete());
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }
}
