// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway.admin;

import io.parley.model.Username;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** Reads what an administrator sent. What is not as it must be stops the request. */
final class AdminInput {
  /** How long a body may be, in bytes: a text of the longest length, in any writing, escaped. */
  static final int LONGEST_BODY = 16_384;

  static final int LONGEST_TEXT = 2_000;
  static final int MOST_SESSIONS = 1_000;

  private AdminInput() {}

  /** The user whom the path names. */
  static Username userInPath(RoutingContext request) {
    return user("the path", request.pathParam("user"));
  }

  /** The user whom a parameter of the query names. */
  static Optional<Username> user(RoutingContext request, String parameter) {
    return Optional.ofNullable(request.request().getParam(parameter))
        .map(text -> user(parameter, text));
  }

  private static Username user(String place, String text) {
    return Username.parse(text)
        .orElseThrow(() -> bad("There is no valid user name in " + place + "."));
  }

  static int limit(RoutingContext request) {
    String text = Optional.ofNullable(request.request().getParam("limit")).orElse("");
    if (text.isEmpty()) {
      return MOST_SESSIONS;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST_SESSIONS) {
        return limit;
      }
    } catch (NumberFormatException word) {
      // said below
    }
    throw bad("limit must be a number from 1 to " + MOST_SESSIONS + ".");
  }

  /** The text of {@code {"text": "…"}}: not empty, bounded, and without control characters. */
  static String text(RoutingContext request) {
    JsonObject body = object(request);
    if (!body.fieldNames().equals(Set.of("text")) || !(body.getValue("text") instanceof String)) {
      throw bad("The body must be {\"text\": \"...\"}.");
    }
    String text = body.getString("text");
    boolean plain = text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
    if (text.isBlank() || text.length() > LONGEST_TEXT || !plain) {
      throw bad(
          "text must have 1 to " + LONGEST_TEXT + " characters, and none that control a terminal.");
    }
    return text;
  }

  /** Nothing but an empty object, or no body at all. */
  static void nothing(RoutingContext request) {
    if (request.body().length() > 0 && !object(request).isEmpty()) {
      throw bad("The body must be empty.");
    }
  }

  private static JsonObject object(RoutingContext request) {
    Buffer body = Optional.ofNullable(request.body().buffer()).orElse(Buffer.buffer());
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw bad("The body is no JSON object.");
    }
  }

  private static RuntimeException bad(String detail) {
    return Problem.of(400, "Not understood", detail).asException();
  }
}
