// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * How many wrong passwords in a row were given for a name, and until when it is locked. Written as
 * two numbers, so that any map can keep it.
 *
 * @param lockedUntil epoch milliseconds; 0 while it is not locked
 */
record Tally(int failures, long lockedUntil) {
  static final Tally NONE = new Tally(0, 0);

  /** How many failures in a row lock a name. */
  static final int TOLERATED = 3;

  static Tally parse(String text) {
    int separator = text.indexOf(' ');
    return new Tally(
        Integer.parseInt(text.substring(0, separator)),
        Long.parseLong(text.substring(separator + 1)));
  }

  /** How long the name is still locked; zero if it is not. */
  Duration remaining(Instant now) {
    long millis = lockedUntil - now.toEpochMilli();
    return millis > 0 ? Duration.ofMillis(millis) : Duration.ZERO;
  }

  /** What it is after one more failure, which a name that is locked does not feel. */
  Tally afterFailure(Instant now, Duration blockDuration) {
    if (!remaining(now).isZero()) {
      return this;
    }
    int count = lockedUntil == 0 ? failures + 1 : 1; // a lock that has passed is forgotten
    return count < TOLERATED
        ? new Tally(count, 0)
        : new Tally(count, now.plus(blockDuration).toEpochMilli());
  }

  @Override
  public String toString() {
    return failures + " " + lockedUntil;
  }
}
