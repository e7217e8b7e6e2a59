// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * A question that one service asks another over the bus. It knows the address that answers it.
 *
 * @param <R> the type of its answer, which {@link Bus#ask} gives back and {@link #answeredBy}
 *     checks
 */
public sealed interface Request<R>
    permits AuthRequest, PresenceRequest, MessagingRequest, GatewayRequest {

  /** Who answers. */
  Address address();

  /** How long the asker waits for the answer before it counts the service as not available. */
  default Duration patience() {
    return Duration.ofSeconds(5);
  }

  /**
   * Lets a service give the answer that belongs to this very question: in an exhaustive switch over
   * a family, an answer of the wrong type does not compile.
   */
  default Future<R> answeredBy(Future<R> answer) {
    return answer;
  }
}
