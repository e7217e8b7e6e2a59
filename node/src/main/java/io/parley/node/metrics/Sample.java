// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import io.parley.loop.TimeLimit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A number that costs something to find out: it is asked for when somebody looks, but only now and
 * then, and never twice at the same time.
 */
final class Sample {
  /** How long somebody who looks waits for a fresh number; then the last one must do. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Duration goodFor;
  private final Supplier<Future<Long>> question;
  private Future<?> underWay = Future.succeededFuture();
  private long askedAt;
  private boolean asked;
  private volatile double last = Double.NaN;

  Sample(Duration goodFor, Supplier<Future<Long>> question) {
    this.goodFor = goodFor;
    this.question = question;
  }

  /** Completed when the number is as fresh as it may be now. Never fails. */
  synchronized Future<?> refresh() {
    boolean fresh = asked && System.nanoTime() - askedAt < goodFor.toNanos();
    if (!fresh && underWay.isComplete()) {
      asked = true;
      askedAt = System.nanoTime();
      underWay =
          Future.succeededFuture()
              .compose(start -> question.get())
              .onSuccess(number -> last = number)
              .onFailure(failure -> last = Double.NaN); // better none than a wrong one
    }
    return TimeLimit.within(PATIENCE, underWay).otherwiseEmpty();
  }

  double last() {
    return last;
  }
}
