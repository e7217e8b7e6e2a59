// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway.admin;

import io.parley.bus.RequestRefused;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a request over HTTP was not carried out, as RFC 9457 writes it.
 *
 * @param code the word that the client protocol has for it, where it has one
 */
record Problem(
    int status, String title, String detail, Optional<String> code, Optional<Duration> retryAfter) {

  static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, Optional.empty(), Optional.empty());
  }

  /** What a status means that Vert.x gave a request; nothing if that is not the client's fault. */
  static Optional<Problem> ofStatus(int status) {
    return Optional.ofNullable(
        switch (status) {
          case 400 -> of(400, "Not understood", "The request is not as it must be.");
          case 401 -> of(401, "Not let in", "Name and password of an administrator are needed.");
          case 404 -> of(404, "Not found", "There is no such operation.");
          case 413 -> of(413, "Too long", "The body is too long.");
          default -> null;
        });
  }

  /** What a service's refusal means over HTTP. */
  static Problem of(RequestRefused refusal) {
    return switch (refusal.code()) {
      case BAD_CREDENTIALS ->
          of(refusal, 401, "Not let in", "Name and password of an administrator are needed.");
      case LOCKED -> of(refusal, 429, "Locked", "Too many wrong passwords for this name.");
      case RATE_LIMITED -> of(refusal, 429, "Busy", "Too much is being asked for.");
      case OFFLINE -> of(refusal, 404, "Not online", "This user is not online.");
      case NO_SUCH_USER -> of(refusal, 404, "No such user", "There is no account of this name.");
      default -> of(refusal, 503, "Not available", "A service did not answer. Try again.");
    };
  }

  private static Problem of(RequestRefused refusal, int status, String title, String detail) {
    return new Problem(
        status, title, detail, Optional.of(refusal.code().word()), refusal.retryAfter());
  }

  /** Ends a request with it. */
  void answer(RoutingContext request) {
    JsonObject body =
        new JsonObject().put("title", title).put("status", status).put("detail", detail);
    code.ifPresent(word -> body.put("code", word));
    retryAfter.ifPresent(time ->
        request
            .response()
            .putHeader("retry-after", Long.toString(time.plusMillis(999).toSeconds())));
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .putHeader("cache-control", "no-store")
        .end(body.toBuffer());
  }

  /** Stops a request on its way; whoever handles failures answers with it. */
  RuntimeException asException() {
    return new Stopped(this);
  }

  /** A request that cannot be carried out. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private Stopped(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
