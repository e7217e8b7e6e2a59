// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Faults that come like rain while participants talk: the time between two has an exponential
 * distribution, and of which kind each is, is drawn too.
 */
final class Rain {
  private static final Duration MOST_HASTE = Duration.ofMillis(200);

  private final Run run;
  private final Random random;
  private final double killsPerMinute;

  /** A fault of some kind. */
  @FunctionalInterface
  interface Fault {
    void inject() throws IOException;
  }

  /** A kind of fault, and how many of it come for each kill. */
  record Kind(double perKill, Fault fault) {}

  Rain(Run run, Random random, double killsPerMinute) {
    this.run = run;
    this.random = random;
    this.killsPerMinute = killsPerMinute;
  }

  /** Injects one fault after the other, to the end of the talk. */
  void fall(List<Kind> kinds) throws IOException {
    double all = kinds.stream().mapToDouble(Kind::perKill).sum();
    long next = System.nanoTime();
    while (run.stage() == Stage.TALK) {
      // Counted from the last due time: the time that a fault takes does not make faults fewer.
      next += untilNext(killsPerMinute * all).toNanos();
      run.pause(Duration.ofNanos(Math.max(MOST_HASTE.toNanos(), next - System.nanoTime())));
      if (run.stage() == Stage.TALK) {
        draw(kinds, random.nextDouble() * all).inject();
      }
    }
  }

  private static Fault draw(List<Kind> kinds, double drawn) {
    double left = drawn;
    for (Kind kind : kinds) {
      left -= kind.perKill();
      if (left < 0) {
        return kind.fault();
      }
    }
    return kinds.getLast().fault();
  }

  /** Waits for a time between two limits, or until the talk ends. */
  void pause(int leastMillis, int mostMillis) {
    run.pause(Duration.ofMillis(leastMillis + random.nextInt(mostMillis - leastMillis)));
  }

  private Duration untilNext(double perMinute) {
    if (perMinute <= 0) {
      return Duration.ofDays(365);
    }
    double minutes = -Math.log(1 - random.nextDouble()) / perMinute;
    return Duration.ofMillis((long) (minutes * 60_000));
  }
}
