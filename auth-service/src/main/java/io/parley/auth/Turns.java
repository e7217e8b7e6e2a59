// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets what concerns one name happen one after another, so that a thousand guesses sent at once are
 * judged like a thousand sent in a row. Used on one context; bounds how many wait.
 */
final class Turns {
  private static final Duration RETRY_AFTER_FULL = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final int mostWaiting;
  private final Map<Username, Queue<Runnable>> nameToWaiting = new HashMap<>();
  private int waiting;

  Turns(Vertx vertx, int mostWaiting) {
    this.vertx = vertx;
    this.mostWaiting = mostWaiting;
  }

  /** Does it when all that was asked before for this name is done. */
  <T> Future<T> take(Username name, Supplier<Future<T>> task) {
    @Nullable Queue<Runnable> others = nameToWaiting.get(name);
    if (others == null) {
      nameToWaiting.put(name, new ArrayDeque<>());
      return run(name, task);
    }
    if (waiting >= mostWaiting) {
      return Future.failedFuture(
          new RequestRefused(FailureCode.RATE_LIMITED, "too many requests wait", RETRY_AFTER_FULL));
    }
    waiting++;
    Promise<T> promise = Promise.promise();
    others.add(() -> run(name, task).onComplete(promise));
    return promise.future();
  }

  private <T> Future<T> run(Username name, Supplier<Future<T>> task) {
    return Future.succeededFuture()
        .compose(start -> task.get())
        // On a fresh stack: a long row of short tasks must not become a deep one.
        .onComplete(done -> vertx.runOnContext(start -> next(name)));
  }

  private void next(Username name) {
    Queue<Runnable> others = nameToWaiting.getOrDefault(name, new ArrayDeque<>());
    @Nullable Runnable task = others.poll();
    if (task == null) {
      nameToWaiting.remove(name);
    } else {
      waiting--;
      task.run();
    }
  }
}
