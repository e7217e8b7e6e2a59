// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a store's work can suffer from: it fails, or takes a while, as this is told to let it. */
final class Trouble {
  private volatile boolean broken;
  private volatile @Nullable Random random;
  private volatile int percentFailing;

  /** From now on all fails, or nothing. */
  void breakDown(boolean broken) {
    this.broken = broken;
  }

  /** From now on work takes a random number of turns of the event loop, and some of it fails. */
  void seed(Random random, int percentFailing) {
    this.random = random;
    this.percentFailing = percentFailing;
  }

  /** From now on all is well. */
  void calmDown() {
    random = null;
    broken = false;
  }

  <T> Future<T> with(Supplier<T> work) {
    Random dice = random;
    if (dice == null) {
      return broken ? failure() : Future.succeededFuture(work.get());
    }
    Promise<T> done = Promise.promise();
    boolean fails = dice.nextInt(100) < percentFailing;
    after(
        dice.nextInt(6),
        () ->
            (fails ? Trouble.<T>failure() : Future.succeededFuture(work.get()))
                .onComplete(result -> after(dice.nextInt(6), () -> done.handle(result))));
    return done.future();
  }

  /** Does something after so many turns of the event loop. */
  static void after(int turns, Runnable work) {
    Context context = Vertx.currentContext();
    if (turns == 0) {
      work.run();
    } else {
      context.runOnContext(turn -> after(turns - 1, work));
    }
  }

  private static <T> Future<T> failure() {
    return Future.failedFuture(new RequestRefused(FailureCode.UNAVAILABLE, "the store is broken"));
  }
}
