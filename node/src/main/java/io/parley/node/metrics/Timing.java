// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something was done, and how long that took altogether. Any thread may count. */
public final class Timing {
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  Timing() {}

  /** It was done once more, in this time. */
  public void took(long nanoseconds) {
    count.increment();
    nanos.add(nanoseconds);
  }

  /** How often. */
  public long count() {
    return count.sum();
  }

  double nanos() {
    return nanos.sum();
  }
}
