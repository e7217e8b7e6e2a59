// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.time.Duration;

/** The moment after which a test waits no longer. */
final class Deadline {
  private final long end;

  Deadline() {
    this(Patience.DEADLINE);
  }

  Deadline(Duration patience) {
    end = System.nanoTime() + patience.toNanos();
  }

  boolean isOver() {
    return System.nanoTime() >= end;
  }

  /** Waits on a monitor that the caller holds, until it is notified or the time is over. */
  void await(Object monitor) {
    try {
      monitor.wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
