// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

/** Writes events as lines of the JSON dialect. */
final class JsonEvents {
  private JsonEvents() {}

  static String write(Notice notice) {
    return switch (notice) {
      case Notice.MessageArrived message -> message(message);
      case Notice.BroadcastArrived broadcast ->
          event("broadcast")
              .put("from", broadcast.from().value())
              .put("text", broadcast.text())
              .put("at", broadcast.at())
              .end();
      case Notice.PresenceChanged presence ->
          event("presence")
              .put("user", presence.user().value())
              .put("online", presence.online())
              .put("at", presence.at())
              .end();
      case Notice.PeerExpected peer ->
          event("peer")
              .put("user", peer.user().value())
              .put("fingerprint", peer.fingerprint())
              .put("token", peer.token().value())
              .end();
      case Notice.PeerRequested peer ->
          event("peer-request")
              .put("user", peer.user().value())
              .put("token", peer.token().value())
              .end();
      case Notice.Announcement announcement ->
          event("notice").put("text", announcement.text()).put("at", announcement.at()).end();
      case Notice.Goodbye goodbye -> event("bye").put("reason", goodbye.reason().word()).end();
    };
  }

  private static String message(Notice.MessageArrived message) {
    JsonWriter line =
        event("message")
            .put("mid", message.id().value())
            .put("from", message.from().value())
            .put("text", message.text())
            .put("at", message.at());
    return (message.stored() ? line.put("stored", true) : line).end();
  }

  private static JsonWriter event(String name) {
    return new JsonWriter().put("ev", name);
  }
}
