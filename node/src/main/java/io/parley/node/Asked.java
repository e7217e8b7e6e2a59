// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.node.metrics.Timing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's question to the database: where its answer is awaited, and since when. The thread that
 * does the work says the outcome; {@link #deliver} then tells it.
 */
final class Asked<T> {
  private final ContextInternal context;
  private final Timing timing;
  private final Promise<T> promise = Promise.promise();
  private final long since = System.nanoTime();
  private @Nullable Runnable outcome;

  Asked(Vertx vertx, Timing timing) {
    this.timing = timing;
    context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
  }

  Future<T> answer() {
    return promise.future();
  }

  boolean hasWaitedFor(Duration patience) {
    return System.nanoTime() - since > patience.toNanos();
  }

  void succeed(T value) {
    outcome = () -> promise.complete(value);
  }

  void fail(Throwable failure) {
    outcome = () -> promise.fail(failure);
  }

  private void tell() {
    timing.took(System.nanoTime() - since);
    if (outcome != null) {
      outcome.run();
    }
  }

  /** Tells these outcomes, with one hop to each event loop for all that are awaited there. */
  static void deliver(Collection<? extends Asked<?>> all) {
    Map<ContextInternal, List<Asked<?>>> contextToAsked = new HashMap<>();
    for (Asked<?> asked : all) {
      contextToAsked.computeIfAbsent(asked.context, context -> new ArrayList<>()).add(asked);
    }
    contextToAsked.forEach((context, asked) -> {
      try {
        context.runOnContext(start -> asked.forEach(Asked::tell));
      } catch (RejectedExecutionException e) {
        // Vert.x is closed: nobody waits there any more, but a plain thread may.
        asked.forEach(Asked::tell);
      }
    });
  }
}
