// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.node.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One bucket of tokens for each of many callers, all of the same size: full at first, it fills
 * again at the rate. Of a bucket only the moment is kept at which it will be full (the algorithm
 * GCRA of ITU-T I.371, which is a token bucket the other way round). There are never more than a
 * bound; the one untouched for longest is forgotten first, and so full again. Event loop only.
 */
final class Buckets {
  private static final int MOST = 100_000;

  private final Rate rate;
  private final InstantSource clock;
  private final LinkedHashMap<String, Long> callerToFull = new LinkedHashMap<>(16, 0.75f, true);

  Buckets(Rate rate, InstantSource clock) {
    this.rate = rate;
    this.clock = clock;
  }

  /**
   * Takes tokens, or none if there are not enough.
   *
   * @return how long to wait before there are enough; nothing if they were taken
   */
  Optional<Duration> take(String caller, int tokens) {
    if (rate.isUnlimited()) {
      return Optional.empty();
    }
    long now = micros(clock.instant());
    long whole = rate.time().toMillis() * 1000;
    long cost = Math.min(whole, whole / rate.count() * tokens);
    // a clock that was put back must not lock anybody out: no bucket takes longer than that
    callerToFull.computeIfPresent(caller, (same, full) -> Math.min(full, now + whole));
    long full = Math.max(now, callerToFull.getOrDefault(caller, now));
    long fullAfterwards = full + cost;
    if (fullAfterwards - now > whole) {
      return Optional.of(Duration.ofNanos((fullAfterwards - now - whole) * 1000));
    }
    callerToFull.put(caller, fullAfterwards);
    forgetTheOldest();
    return Optional.empty();
  }

  /** How many are kept. */
  int size() {
    return callerToFull.size();
  }

  private void forgetTheOldest() {
    if (callerToFull.size() > MOST) {
      Map.Entry<String, Long> oldest = callerToFull.firstEntry();
      callerToFull.remove(oldest.getKey());
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }
}
