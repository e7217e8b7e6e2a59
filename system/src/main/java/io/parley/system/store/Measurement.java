// SPDX-License-Identifier: Apache-2.0
package io.parley.system.store;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What some senders got stored.
 *
 * @param messages stored in one second
 * @param commits in one second
 * @param answer the median of the milliseconds from a message to its answer
 */
record Measurement(double messages, double commits, double answer) {
  /** The median of each figure. */
  static Measurement median(List<Measurement> rounds) {
    return new Measurement(
        median(rounds, Measurement::messages),
        median(rounds, Measurement::commits),
        median(rounds, Measurement::answer));
  }

  double messagesInACommit() {
    return commits == 0 ? 0 : messages / commits;
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(figure))
        .mapToDouble(figure)
        .toArray()[rounds.size() / 2];
  }
}
