// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Locks a name after the third wrong password in a row, from wherever they came, and whether or not
 * there is such an account. Attempts at a locked name do not prolong the lock; when it has passed,
 * counting begins anew.
 */
final class LoginThrottle {
  private final Tallies tallies;
  private final InstantSource clock;
  private final Duration blockDuration;

  LoginThrottle(Tallies tallies, InstantSource clock, Duration blockDuration) {
    this.tallies = tallies;
    this.clock = clock;
    this.blockDuration = blockDuration;
  }

  /** How long the name is still locked; zero if it is not. */
  Future<Duration> remaining(Username name) {
    return tallies.find(name.value()).map(tally -> tally.remaining(clock.instant()));
  }

  /** Counts a wrong password; answers how long the name is locked now. */
  Future<Duration> failed(Username name) {
    return tallies
        .change(name.value(), tally -> tally.afterFailure(clock.instant(), blockDuration))
        .map(tally -> tally.remaining(clock.instant()));
  }

  /**
   * Forgets the failures after a right password, unless the name was locked while it was checked;
   * answers how long it then still is.
   */
  Future<Duration> succeeded(Username name) {
    return tallies
        .change(
            name.value(), tally -> tally.remaining(clock.instant()).isZero() ? Tally.NONE : tally)
        .map(tally -> tally.remaining(clock.instant()));
  }

  /** Forgets the failures, and the lock too. */
  Future<Void> forget(Username name) {
    return tallies.change(name.value(), tally -> Tally.NONE).mapEmpty();
  }
}
