// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Secret;
import io.parley.model.Username;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes and reads what two clients say to each other. A short session, begun by hans ({@code >} is
 * what he sends):
 *
 * <pre>{@code
 * > {"say":"hello","user":"hans","token":"q0Vt"}
 * < {"say":"ready"}
 * > {"say":"text","n":1,"text":"psst"}
 * < {"say":"seen","n":1}
 * < {"say":"bye","reason":"stopped"}
 * }</pre>
 *
 * <p>Fields and words that this client does not know are passed over.
 */
final class PeerDialect {
  private PeerDialect() {}

  static String write(PeerFrame frame) {
    JsonObject json =
        switch (frame) {
          case PeerFrame.Hello(Username user, Secret token) ->
              said("hello").put("user", user.value()).put("token", token.value());
          case PeerFrame.Ready ready -> said("ready");
          case PeerFrame.TurnedAway(PeerFrame.TurnedAway.Reason reason) ->
              said("turned-away").put("reason", reason.name().toLowerCase(Locale.ROOT));
          case PeerFrame.Text(long number, String text) ->
              said("text").put("n", number).put("text", text);
          case PeerFrame.Seen(long number) -> said("seen").put("n", number);
          case PeerFrame.Ping ping -> said("ping");
          case PeerFrame.Pong pong -> said("pong");
          case PeerFrame.Bye(Optional<PeerGoodbye> reason) ->
              said("bye").put("reason", reason.map(PeerGoodbye::word).orElse(""));
        };
    return json.encode();
  }

  private static JsonObject said(String what) {
    return new JsonObject().put("say", what);
  }

  /** What a line says; nothing if it says nothing that this client knows. */
  static Optional<PeerFrame> read(String line) {
    try {
      JsonObject json = new JsonObject(line);
      return Optional.ofNullable(
          switch (text(json, "say")) {
            case "hello" ->
                new PeerFrame.Hello(
                    new Username(text(json, "user")), new Secret(text(json, "token")));
            case "ready" -> new PeerFrame.Ready();
            case "turned-away" ->
                new PeerFrame.TurnedAway(
                    PeerFrame.TurnedAway.Reason.valueOf(
                        text(json, "reason").toUpperCase(Locale.ROOT)));
            case "text" -> new PeerFrame.Text(number(json), text(json, "text"));
            case "seen" -> new PeerFrame.Seen(number(json));
            case "ping" -> new PeerFrame.Ping();
            case "pong" -> new PeerFrame.Pong();
            case "bye" -> new PeerFrame.Bye(PeerGoodbye.of(text(json, "reason")));
            default -> null;
          });
    } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is null says nothing either. */
  private static String text(JsonObject json, String field) {
    return Objects.requireNonNullElse(json.getString(field), "");
  }

  private static long number(JsonObject json) {
    return Objects.requireNonNullElse(json.getLong("n"), 0L);
  }
}
