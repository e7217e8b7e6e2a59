// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Durations of one kind, of which the median and the longest count. Any thread may add. */
final class Figures {
  private long[] nanos = new long[64];
  private int count;

  synchronized void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  @Override
  public synchronized String toString() {
    if (count == 0) {
      return "none";
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%d, median %.2f s, longest %.2f s",
        count,
        seconds(sorted[count / 2]),
        seconds(sorted[count - 1]));
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
