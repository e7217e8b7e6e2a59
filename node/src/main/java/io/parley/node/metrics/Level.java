// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How many of something are there now. Any thread may count. */
public final class Level {
  private final LongAdder count = new LongAdder();

  Level() {}

  /** One more is there. */
  public void up() {
    count.increment();
  }

  /** One of them has gone. */
  public void down() {
    count.decrement();
  }

  double now() {
    return count.sum();
  }
}
