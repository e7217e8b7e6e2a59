// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Waits for the moment at which a promise is youngest, and says so to the thread that reads the
 * answer, before anything else is done with it. Any thread may call.
 */
final class Ambush {
  private final AtomicReference<State> state = new AtomicReference<>(new Over());

  /** How far it has come. */
  private sealed interface State {}

  private record Over() implements State {}

  private record AnyPromise() implements State {}

  private record BurstWanted(int answersBefore) implements State {}

  private record BurstWritten(int member, int answersBefore) implements State {}

  /** Lies in wait for the next promise that anybody reads. */
  void layForAnyPromise() {
    state.set(new AnyPromise());
  }

  /**
   * Lies in wait for an answer {@code stored} amid a burst: many messages that one participant
   * writes at once to users who are mostly away.
   *
   * @param answersBefore how many such answers may pass
   */
  void layInABurst(int answersBefore) {
    state.set(new BurstWanted(answersBefore));
  }

  /** Whether this participant is to write the burst now, and nobody else. */
  boolean wantsBurstOf(int member) {
    return state.get() instanceof BurstWanted wanted
        && state.compareAndSet(wanted, new BurstWritten(member, wanted.answersBefore()));
  }

  /** A participant has read a promise; true once, for the answer that was waited for. */
  boolean isSprungBy(int member, boolean stored) {
    State now = state.get();
    return switch (now) {
      case AnyPromise any -> state.compareAndSet(any, new Over());
      case BurstWritten burst -> burst.member() == member && stored && isSprungBy(burst);
      case BurstWanted notYet -> false;
      case Over over -> false;
    };
  }

  private boolean isSprungBy(BurstWritten burst) {
    int left = burst.answersBefore();
    State next = left == 0 ? new Over() : new BurstWritten(burst.member(), left - 1);
    return state.compareAndSet(burst, next) && left == 0;
  }

  boolean isOver() {
    return state.get() instanceof Over;
  }

  /** Gives up. Returns whether it had been sprung before. */
  boolean end() {
    return state.getAndSet(new Over()) instanceof Over;
  }
}
