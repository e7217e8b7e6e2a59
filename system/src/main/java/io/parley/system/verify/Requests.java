// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.client.JsonLink;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of one session whose answers have not come, and what each was about. */
final class Requests {
  /** What an answer is awaited for. */
  sealed interface Subject {}

  /** A message. */
  record Words(Sent sent) implements Subject {}

  /** A block or its end. */
  record OfBlock(int target) implements Subject {}

  /** The end of the session. */
  record Farewell() implements Subject {}

  private final Map<Integer, Subject> awaited = new HashMap<>();
  private int last;

  /** A frame whose answer will be about this. */
  ObjectNode frame(String op, Subject subject) {
    awaited.put(++last, subject);
    return JsonLink.frame(op).put("id", last);
  }

  /** What this frame answers; nothing if it is no answer. */
  @Nullable Subject answeredBy(JsonNode frame) {
    return awaited.remove(frame.path("re").asInt(-1));
  }
}
