// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.PresenceRequest.Departure;
import io.parley.model.GoodbyeReason;
import java.util.Optional;

/**
 * How a session ends.
 *
 * @param goodbye what the client is told; empty if it went by itself
 */
record Ending(Optional<GoodbyeReason> goodbye) {
  /** The connection broke, or the client closed it. */
  static final Ending BROKEN = new Ending(Optional.empty());

  static Ending by(GoodbyeReason reason) {
    return new Ending(Optional.of(reason));
  }

  boolean is(GoodbyeReason reason) {
    return goodbye.filter(reason::equals).isPresent();
  }

  /**
   * What others see of it.
   *
   * @param resumable whether the client knows how to take up its session again
   */
  Departure departure(boolean resumable) {
    // A client whose gateway stops goes on at another one: for others, it need not have been away.
    boolean mayComeBack = goodbye.isEmpty() || is(GoodbyeReason.SHUTDOWN);
    if (is(GoodbyeReason.LOGOUT)) {
      return Departure.LOGGED_OUT;
    }
    return mayComeBack && resumable ? Departure.BROKEN : Departure.ENDED;
  }
}
