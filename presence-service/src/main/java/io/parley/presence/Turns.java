// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.RequestRefused;
import io.parley.loop.TimeLimit;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets what concerns one user happen one after the other, in the order asked, so that roster and
 * database change together. Different users do not wait for each other. For one event loop.
 */
final class Turns {
  /** Longer than everything that a turn waits for; what takes longer must not hold up the rest. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

  /** Of many logins at once for one user each is answered; of a flood the most are refused. */
  private static final int LIMIT = 256;

  private final Map<Username, Queue<Supplier<Future<?>>>> userToWaiting = new HashMap<>();

  /** Does this work when its turn comes, or refuses at once if too many wait. */
  <T> Future<T> take(Username user, Supplier<Future<T>> work) {
    Queue<Supplier<Future<?>>> waiting = userToWaiting.get(user);
    if (waiting != null && waiting.size() >= LIMIT) {
      return Future.failedFuture(
          new RequestRefused(
              FailureCode.RATE_LIMITED, "too much waits for " + user, TRY_AGAIN_AFTER));
    }
    return takeAlways(user, work);
  }

  /**
   * Does this work when its turn comes, however many wait: for what must not be refused and cannot
   * come more often than {@link #take} let in.
   */
  <T> Future<T> takeAlways(Username user, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    Supplier<Future<?>> turn = () -> begin(work).onComplete(done);
    Queue<Supplier<Future<?>>> waiting = userToWaiting.get(user);
    if (waiting != null) {
      waiting.add(turn);
    } else {
      Queue<Supplier<Future<?>>> turns = new ArrayDeque<>(2);
      turns.add(turn);
      userToWaiting.put(user, turns);
      goOn(user, turns);
    }
    return done.future();
  }

  private static <T> Future<T> begin(Supplier<Future<T>> work) {
    try {
      Future<T> begun = work.get();
      return begun.isComplete() ? begun : TimeLimit.within(LONGEST_TURN, begun);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private void goOn(Username user, Queue<Supplier<Future<?>>> turns) {
    // a loop: many that are done at once must not nest
    for (Supplier<Future<?>> turn = turns.poll(); turn != null; turn = turns.poll()) {
      Future<?> work = turn.get();
      if (!work.isComplete()) {
        work.onComplete(result -> goOn(user, turns));
        return;
      }
    }
    userToWaiting.remove(user);
  }
}
