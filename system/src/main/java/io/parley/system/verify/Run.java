// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far a run has come, for all who take part in it. Any thread may call. */
final class Run {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger withoutAccount;
  private volatile Stage stage = Stage.TALK;

  /**
   * @param participants none of whom has an account
   */
  Run(int participants) {
    this.withoutAccount = new AtomicInteger(participants);
  }

  /** One more participant has an account. */
  void hasAnAccount() {
    withoutAccount.decrementAndGet();
  }

  /**
   * Whether all participants can be written to. A message to nobody is refused for good, and what
   * its sender did not read of that, and sends again, has no place in the order that was promised.
   */
  boolean allHaveAccounts() {
    return withoutAccount.get() == 0;
  }

  Stage stage() {
    return stage;
  }

  void enter(Stage next) {
    lock.lock();
    try {
      stage = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for this time, or until the stage changes. */
  void pause(Duration time) {
    lock.lock();
    try {
      Stage before = stage;
      long left = time.toNanos();
      while (left > 0 && stage == before) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
