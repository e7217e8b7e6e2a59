// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * A question that one service asks another over the bus. It knows which service answers it.
 *
 * @param <R> the type of its answer, which {@link Bus#ask} gives back and {@link #answeredBy}
 *     checks
 */
public sealed interface Request<R>
    permits AuthRequest, PresenceRequest, MessagingRequest, GatewayRequest {

  /** Who answers. */
  Service service();

  /**
   * Whom it is about. Where several instances offer the service, all questions about the same go to
   * the same one, as long as it lives.
   */
  String about();

  /**
   * Whether questions of the same {@link #line} must be answered in the order asked. Where several
   * instances offer the service, all of this kind about the same then go to one of them while any
   * is under way, also if meanwhile another one has become theirs.
   */
  default boolean keepsOrder() {
    return false;
  }

  /** Within which the order counts, if it is kept at all. */
  default String line() {
    return about();
  }

  /**
   * The question as it is asked a second time, where nobody knows whether it had its effect: its
   * instance died, or it, or one before it in its line, was lost on the way. Nothing if it must not
   * be asked again.
   */
  default Optional<Request<R>> again() {
    return Optional.of(this);
  }

  /** After which a question of a line is asked once more if it has had no answer. */
  default Duration silence() {
    return Duration.ofSeconds(4);
  }

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
