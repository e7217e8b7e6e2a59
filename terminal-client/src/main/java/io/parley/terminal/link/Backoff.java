// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: not at all before the first, then anything up to a
 * bound that doubles, so that the clients of a server that comes back do not all come at once.
 *
 * @param first the bound before the second attempt
 * @param most the bound that the bounds never pass
 * @param chance from 0 to 1
 */
public record Backoff(Duration first, Duration most, DoubleSupplier chance) {
  private static final int MOST_DOUBLINGS = 20;

  /** The usual waits: up to half a second, then up to a second, to at most 30 s. */
  public static Backoff usual(DoubleSupplier chance) {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), chance);
  }

  /** The wait before an attempt; the first attempt is number 0. */
  public Duration before(int attempt) {
    if (attempt == 0) {
      return Duration.ZERO;
    }
    long bound = first.toMillis() << Math.min(attempt - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.round(Math.min(bound, most.toMillis()) * chance.getAsDouble()));
  }
}
