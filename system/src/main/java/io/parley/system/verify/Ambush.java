// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.time.Duration;

/**
 * Waits for the moment at which a promise is youngest, and says so to the thread that reads the
 * answer, before anything else is done with it. Any thread may call.
 */
final class Ambush {
  private static final Duration GLANCE = Duration.ofMillis(5);

  private State state = new Over();

  /** How far it has come. */
  private sealed interface State {}

  private record Over() implements State {}

  private record AnyPromise() implements State {}

  private record BurstWanted(int answersBefore) implements State {}

  private record BurstWritten(int member, int answersBefore) implements State {}

  /** Lies in wait for the next promise that anybody reads. */
  synchronized void layForAnyPromise() {
    state = new AnyPromise();
  }

  /**
   * Lies in wait for an answer {@code stored} amid a burst: many messages that one participant
   * writes at once to users who are mostly away.
   *
   * @param answersBefore how many such answers may pass
   */
  synchronized void layInABurst(int answersBefore) {
    state = new BurstWanted(answersBefore);
  }

  /** Whether this participant is to write the burst now, and nobody else. */
  synchronized boolean wantsBurstOf(int member) {
    if (state instanceof BurstWanted wanted) {
      state = new BurstWritten(member, wanted.answersBefore());
      return true;
    }
    return false;
  }

  /** A participant has read a promise; true once, for the answer that was waited for. */
  synchronized boolean isSprungBy(int member, boolean stored) {
    if (isOver()) {
      return false;
    }
    state =
        switch (state) {
          case AnyPromise any -> new Over();
          case BurstWritten burst when burst.member() == member && stored -> oneLess(burst);
          case BurstWritten another -> another;
          case BurstWanted notYet -> notYet;
          case Over over -> over;
        };
    return isOver();
  }

  private static State oneLess(BurstWritten burst) {
    int left = burst.answersBefore();
    return left == 0 ? new Over() : new BurstWritten(burst.member(), left - 1);
  }

  synchronized boolean isOver() {
    return state instanceof Over;
  }

  /**
   * Waits until it is sprung, and gives up after this time.
   *
   * @return whether it was sprung
   */
  boolean await(Run run, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!isOver() && System.nanoTime() < end) {
      run.pause(GLANCE);
    }
    return end();
  }

  /** Gives up. Returns whether it had been sprung before. */
  synchronized boolean end() {
    boolean was = isOver();
    state = new Over();
    return was;
  }
}
