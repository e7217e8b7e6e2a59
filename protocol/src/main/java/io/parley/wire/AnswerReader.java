// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.JsonFields.BadField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads answers of the JSON dialect. */
final class AnswerReader {
  /** The shapes that an answer which is no refusal can have. */
  private enum Shape {
    OK,
    LOGIN,
    MESSAGE,
    BROADCAST,
    USERS,
    PEER,
    TIME
  }

  private AnswerReader() {}

  static Reply read(JsonFields fields, Optional<Command> asked) throws BadField {
    if (!fields.truth("ok")) {
      return refusal(fields);
    }
    Shape shape = asked.isPresent() ? shapeOf(asked.get()) : shapeOf(fields);
    return switch (shape) {
      case OK -> new Reply.Ok();
      case LOGIN ->
          new Reply.LoggedIn(
              EventReader.user(fields, "user"),
              Duration.ofSeconds(fields.integer("timeout", 0, Integer.MAX_VALUE)),
              (int) fields.integer("pending", 0, Integer.MAX_VALUE),
              fields.optionalTime("lastLogin"),
              fields.optionalText("resume").map(Secret::new));
      case MESSAGE ->
          new Reply.MessageAccepted(
              EventReader.messageId(fields), state(fields), fields.time("at"));
      case BROADCAST ->
          new Reply.BroadcastSent(
              (int) fields.integer("reached", 0, Integer.MAX_VALUE), fields.truth("withheld"));
      case USERS -> new Reply.UserList(users(fields));
      case PEER -> new Reply.PeerFound(peer(fields.fields("peer")));
      case TIME -> new Reply.Pong(fields.time("at"));
    };
  }

  private static Shape shapeOf(Command command) {
    return switch (command) {
      case Command.Login login -> Shape.LOGIN;
      case Command.Message message -> Shape.MESSAGE;
      case Command.Broadcast broadcast -> Shape.BROADCAST;
      case Command.WhoElse whoElse -> Shape.USERS;
      case Command.WhoElseSince since -> Shape.USERS;
      case Command.Blocked blocked -> Shape.USERS;
      case Command.StartPrivate start -> Shape.PEER;
      case Command.Ping ping -> Shape.TIME;
      case Command.Register register -> Shape.OK;
      case Command.Block block -> Shape.OK;
      case Command.Unblock unblock -> Shape.OK;
      case Command.Consent consent -> Shape.OK;
      case Command.ChangePassword change -> Shape.OK;
      case Command.Active active -> Shape.OK;
      case Command.Acknowledge acknowledge -> Shape.OK;
      case Command.Logout logout -> Shape.OK;
      case Command.Help help -> Shape.OK;
    };
  }

  private static Shape shapeOf(JsonFields fields) {
    if (fields.has("pending")) {
      return Shape.LOGIN;
    }
    if (fields.has("state")) {
      return Shape.MESSAGE;
    }
    if (fields.has("reached")) {
      return Shape.BROADCAST;
    }
    if (fields.has("users")) {
      return Shape.USERS;
    }
    if (fields.has("peer")) {
      return Shape.PEER;
    }
    return fields.has("at") ? Shape.TIME : Shape.OK;
  }

  private static Reply.Refused refusal(JsonFields fields) throws BadField {
    // A code of a newer server: whatever it is, the same request would be refused again.
    FailureCode code = FailureCode.of(fields.text("error")).orElse(FailureCode.BAD_REQUEST);
    Optional<Duration> retryAfter =
        fields.has("retryAfter")
            ? Optional.of(Duration.ofSeconds(fields.integer("retryAfter", 0, Integer.MAX_VALUE)))
            : Optional.empty();
    return new Reply.Refused(code, fields.optionalText("text").orElse(""), retryAfter);
  }

  private static DeliveryState state(JsonFields fields) throws BadField {
    return switch (fields.text("state")) {
      case "delivered" -> DeliveryState.DELIVERED;
      case "stored" -> DeliveryState.STORED;
      default -> throw fields.mistyped("state", "delivered or stored");
    };
  }

  private static List<Username> users(JsonFields fields) throws BadField {
    List<Username> users = new ArrayList<>();
    for (String name : fields.texts("users")) {
      users.add(
          Username.parse(name)
              .orElseThrow(() -> fields.mistyped("users", "an array of names of users")));
    }
    return users;
  }

  private static PeerAddress peer(JsonFields peer) throws BadField {
    return new PeerAddress(
        peer.text("host"),
        (int) peer.integer("port", 1, 65_535),
        peer.optionalText("fingerprint"),
        peer.secret("token"));
  }
}
