// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a person types as a frame of the JSON dialect, and a frame's event as a person reads it. */
final class TypedCommand {
  private TypedCommand() {}

  static ObjectNode toFrame(String typed) {
    String[] words = typed.split(" ", 3);
    ObjectNode frame = JsonClient.frame(words[0]);
    String first = words.length > 1 ? words[1] : "";
    String rest = words.length > 2 ? words[2] : "";
    return switch (words[0]) {
      case "register", "login" -> frame.put("user", first).put("password", rest);
      case "message" -> frame.put("to", first).put("text", rest);
      case "broadcast" -> frame.put("text", typed.substring("broadcast ".length()));
      case "whoelsesince" -> frame.put("seconds", Long.parseLong(first));
      case "block", "unblock", "startprivate" -> frame.put("user", first);
      case "passwd" -> frame.put("old", first).put("new", rest);
      default -> frame;
    };
  }

  static String toLine(JsonNode event) {
    String from = event.path("from").asText();
    String text = event.path("text").asText();
    String user = event.path("user").asText();
    return switch (event.path("ev").asText()) {
      case "message" -> from + ": " + text;
      case "broadcast" -> from + " (broadcast): " + text;
      case "presence" ->
          "* " + user + (event.path("online").asBoolean() ? " logged in" : " logged out");
      case "notice" -> "* notice: " + text;
      case "bye" -> "* goodbye: " + event.path("reason").asText();
      default -> event.toString();
    };
  }
}
