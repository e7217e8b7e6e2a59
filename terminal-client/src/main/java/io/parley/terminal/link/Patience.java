// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import java.time.Duration;

/**
 * How long to wait before a connection counts as dead.
 *
 * @param connecting until there is a connection
 * @param silence until the other side is asked whether it is there
 * @param answer until it must have said something then
 * @param request until the answer to any request must have come
 */
public record Patience(Duration connecting, Duration silence, Duration answer, Duration request) {
  /**
   * For the networks of this world: a message may wait for its recipient, a request for consent.
   */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));
}
