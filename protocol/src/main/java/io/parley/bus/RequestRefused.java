// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.FailureCode;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * The one exception that crosses the bus: why a question was refused. The gateway turns it into the
 * sentence that a person reads; {@link #getMessage()} says for a log what happened and holds no
 * secret.
 */
public final class RequestRefused extends ReplyException {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final Duration retryAfter;

  public RequestRefused(FailureCode code, String detail) {
    this(code, detail, Duration.ZERO);
  }

  /**
   * @param retryAfter how long to wait before asking again helps; zero where waiting does not help
   */
  public RequestRefused(FailureCode code, String detail, Duration retryAfter) {
    super(ReplyFailure.RECIPIENT_FAILURE, detail);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public FailureCode code() {
    return code;
  }

  /** How long to wait before asking again; empty where waiting does not help. */
  public Optional<Duration> retryAfter() {
    return retryAfter.isZero() ? Optional.empty() : Optional.of(retryAfter);
  }

  /**
   * Whether what failed so may succeed later: so its sender may send it again. What is not known to
   * be refused for good counts as such.
   */
  public static boolean isForNow(Throwable failure) {
    return !(failure instanceof RequestRefused refusal)
        || refusal.code == FailureCode.UNAVAILABLE
        || refusal.code == FailureCode.RATE_LIMITED;
  }
}
