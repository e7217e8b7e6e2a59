// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.wire.JsonFields.BadField;
import java.util.Optional;

/** Reads events of the JSON dialect. */
final class EventReader {
  private EventReader() {}

  /** The event; nothing if it is one of a newer server. */
  static Optional<Notice> read(JsonFields fields) throws BadField {
    return switch (fields.text("ev")) {
      case "message" ->
          Optional.of(
              new Notice.MessageArrived(
                  user(fields, "from"),
                  messageId(fields),
                  fields.text("text"),
                  fields.time("at"),
                  fields.optionalTruth("stored").orElse(false)));
      case "broadcast" ->
          Optional.of(
              new Notice.BroadcastArrived(
                  user(fields, "from"), fields.text("text"), fields.time("at")));
      case "presence" ->
          Optional.of(
              new Notice.PresenceChanged(
                  user(fields, "user"), fields.truth("online"), fields.time("at")));
      case "peer" ->
          Optional.of(
              new Notice.PeerExpected(
                  user(fields, "user"),
                  fields.optionalText("fingerprint"),
                  fields.secret("token")));
      case "peer-request" ->
          Optional.of(new Notice.PeerRequested(user(fields, "user"), fields.secret("token")));
      case "notice" -> Optional.of(new Notice.Announcement(fields.text("text"), fields.time("at")));
      case "bye" -> GoodbyeReason.of(fields.text("reason")).map(Notice.Goodbye::new);
      default -> Optional.empty();
    };
  }

  static Username user(JsonFields fields, String name) throws BadField {
    return Username.parse(fields.text(name))
        .orElseThrow(() -> fields.mistyped(name, "the name of a user"));
  }

  static MessageId messageId(JsonFields fields) throws BadField {
    return MessageId.parse(fields.text("mid"))
        .orElseThrow(() -> fields.mistyped("mid", "1 to 64 of the characters A-Z a-z 0-9 _ and -"));
  }
}
