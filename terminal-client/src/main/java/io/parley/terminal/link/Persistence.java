// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import java.time.Duration;
import java.util.Optional;

/**
 * How hard a lost connection is fought for.
 *
 * @param backoff the waits between attempts
 * @param stable a connection that lasted so long was a good one: after it attempts count anew
 * @param elsewhere how long after a break the own name being online may be the own dead session
 * @param giveUp after how long to give up; empty for never
 */
public record Persistence(
    Backoff backoff, Duration stable, Duration elsewhere, Optional<Duration> giveUp) {
  /** For a person, who can leave whenever it takes too long. */
  public static Persistence endless() {
    return new Persistence(
        Backoff.usual(Math::random),
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        Optional.empty());
  }

  /** The same, but not for longer than this. */
  public Persistence upTo(Duration duration) {
    return new Persistence(backoff, stable, elsewhere, Optional.of(duration));
  }
}
