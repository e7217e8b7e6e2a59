// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN = Duration.ofMillis(2).toNanos();

  private Eventually() {}

  /** Waits until the condition holds, or fails with what there is instead. */
  public static void await(Supplier<String> insteadOf, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(insteadOf.get());
      }
      LockSupport.parkNanos(LOOK_AGAIN);
    }
  }
}
