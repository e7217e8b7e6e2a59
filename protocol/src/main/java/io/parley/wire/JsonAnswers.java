// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.PeerAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Writes answers as lines of the JSON dialect. */
final class JsonAnswers {
  private JsonAnswers() {}

  static String write(Optional<RequestId> re, Reply reply) {
    JsonWriter line =
        new JsonWriter()
            .putJson("re", re.map(RequestId::json).orElse("null"))
            .put("ok", !(reply instanceof Reply.Refused));
    switch (reply) {
      case Reply.Ok ok -> {}
      case Reply.LoggedIn in -> writeLogin(line, in);
      case Reply.MessageAccepted accepted ->
          line.put("mid", accepted.id().value())
              .put("state", accepted.state().name().toLowerCase(Locale.ROOT))
              .put("at", accepted.at());
      case Reply.BroadcastSent sent ->
          line.put("reached", sent.reached()).put("withheld", sent.withheld());
      case Reply.UserList list -> line.put("users", list.users());
      case Reply.PeerFound found -> line.putJson("peer", peer(found.peer()));
      case Reply.Pong pong -> line.put("at", pong.at());
      case Reply.HelpText help -> throw new IllegalArgumentException("help is of the text dialect");
      case Reply.Refused refused -> writeRefusal(line, refused);
    }
    return line.end();
  }

  private static void writeLogin(JsonWriter line, Reply.LoggedIn in) {
    line.put("user", in.user().value())
        .put("timeout", wholeSeconds(in.timeout()))
        .put("pending", in.pending());
    in.lastLogin().ifPresent(time -> line.put("lastLogin", time));
    in.resume().ifPresent(secret -> line.put("resume", secret.value()));
  }

  private static String peer(PeerAddress peer) {
    return new JsonWriter()
        .put("host", peer.host())
        .put("port", peer.port())
        .put("fingerprint", peer.fingerprint())
        .put("token", peer.token().value())
        .end();
  }

  private static void writeRefusal(JsonWriter line, Reply.Refused refused) {
    line.put("error", refused.code().word()).put("text", refused.text());
    refused.retryAfter().ifPresent(wait -> line.put("retryAfter", wholeSeconds(wait)));
  }

  /** Rounded up: who waits that long has waited long enough, and some time is never none. */
  static long wholeSeconds(Duration duration) {
    return duration.toSeconds() + (duration.toNanosPart() > 0 ? 1 : 0);
  }
}
