// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import java.time.Instant;

/** Messages for tests. */
final class Messages {
  private Messages() {}

  static ChatMessage message(String from, String to, String id) {
    return new ChatMessage(
        new Username(from),
        new Username(to),
        new MessageId(id),
        "text of " + id,
        Instant.parse("2026-01-01T00:00:00Z"));
  }
}
