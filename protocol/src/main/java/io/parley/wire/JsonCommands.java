// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import java.util.Locale;
import java.util.Optional;

/** Writes commands as requests of the JSON dialect. */
final class JsonCommands {
  private JsonCommands() {}

  static String write(Optional<RequestId> id, Command command) {
    JsonWriter line = new JsonWriter().put("op", CommandSyntax.of(command).verb());
    id.ifPresent(known -> line.putJson("id", known.json()));
    switch (command) {
      case Command.Register register ->
          line.put("user", register.user()).put("password", register.password().value());
      case Command.Login login -> writeLogin(line, login);
      case Command.Message message ->
          line.put("to", message.to())
              .put("text", message.text())
              .put("mid", message.id().map(MessageId::value));
      case Command.Broadcast broadcast -> line.put("text", broadcast.text());
      case Command.WhoElseSince since -> line.put("seconds", since.seconds());
      case Command.Block block -> line.put("user", block.user());
      case Command.Unblock unblock -> line.put("user", unblock.user());
      case Command.StartPrivate start -> line.put("user", start.user());
      case Command.Consent consent ->
          line.put("token", consent.token().value()).put("accept", consent.accept());
      case Command.ChangePassword change ->
          line.put("old", change.old().value()).put("new", change.fresh().value());
      case Command.Acknowledge acknowledge -> line.put("mid", acknowledge.id().value());
      case Command.WhoElse whoElse -> {}
      case Command.Blocked blocked -> {}
      case Command.Active active -> {}
      case Command.Ping ping -> {}
      case Command.Logout logout -> {}
      case Command.Help help -> throw new IllegalArgumentException("help is of the text dialect");
    }
    return line.end();
  }

  private static void writeLogin(JsonWriter line, Command.Login login) {
    line.put("user", login.user());
    switch (login.proof()) {
      case Command.Password password -> line.put("password", password.password().value());
      case Command.Resume resume -> line.put("resume", resume.secret().value());
    }
    line.put("acks", login.acknowledges());
    login.peer().ifPresent(offer -> line.putJson("peer", peer(offer)));
  }

  private static String peer(PeerOffer offer) {
    return new JsonWriter()
        .put("port", offer.port())
        .put("fingerprint", offer.fingerprint())
        .put("host", offer.host())
        .put("policy", offer.policy().name().toLowerCase(Locale.ROOT))
        .end();
  }
}
