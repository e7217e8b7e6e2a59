// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.wire.Reply;
import java.time.Duration;

/** What a refusal means for a client that wants its session back. */
sealed interface Verdict {
  /** Try again, but not before this has passed. */
  record Later(Duration atLeast) implements Verdict {}

  /** The secret is no longer good; the password may be. */
  record WithPassword() implements Verdict {}

  /** There is no way back. */
  record Never() implements Verdict {}

  /**
   * @param withSecret whether the secret of the last login was tried, not the password
   * @param away how long ago the connection was lost
   */
  static Verdict on(
      Reply.Refused refusal, boolean withSecret, Duration away, Persistence persistence) {
    Later later = new Later(refusal.retryAfter().orElse(Duration.ZERO));
    return switch (refusal.code()) {
      case UNAVAILABLE, RATE_LIMITED, SHUTTING_DOWN -> later;
      // others may have locked the name; the secret is not stopped by that
      case LOCKED -> later;
      // perhaps the own dead session, which the server has not noticed yet
      case USER_ONLINE -> away.compareTo(persistence.elsewhere()) < 0 ? later : new Never();
      default -> withSecret ? new WithPassword() : new Never();
    };
  }
}
