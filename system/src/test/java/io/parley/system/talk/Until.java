// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody announces, such as a process that has ended. */
public final class Until {
  private static final long LOOK_EVERY_NANOS = 10_000_000;

  private Until() {}

  /** Looks again and again until it is so; fails at the deadline. */
  public static void so(String what, BooleanSupplier condition) {
    so(what, Patience.DEADLINE, condition);
  }

  /** Looks again and again until it is so; fails after this time. */
  public static void so(String what, Duration patience, BooleanSupplier condition) {
    Deadline deadline = new Deadline(patience);
    while (!condition.getAsBoolean()) {
      if (deadline.isOver()) {
        throw new AssertionError("still not: " + what);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
