// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often something happened, by its outcome. Outcomes are words of the program, never of its
 * users: whoever watches keeps a row for each. Any thread may count.
 */
public final class Counts {
  private final Map<String, LongAdder> outcomeToCount = new ConcurrentHashMap<>();

  Counts() {}

  /** It happened once more. */
  public void count(String outcome) {
    LongAdder known = outcomeToCount.get(outcome);
    if (known == null) {
      known = outcomeToCount.computeIfAbsent(outcome, fresh -> new LongAdder());
    }
    known.increment();
  }

  Map<String, LongAdder> byOutcome() {
    return outcomeToCount;
  }
}
