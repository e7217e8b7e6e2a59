// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.ChatMessage;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.model.Username;
import java.time.Instant;
import java.util.Optional;

/** What the gateway says unasked: an event of the protocol. */
public sealed interface Notice {
  /** A message for this session's user. */
  record MessageArrived(Username from, MessageId id, String text, Instant at, boolean stored)
      implements Notice {
    /** The notice of a message, live or from the mailbox. */
    public static MessageArrived of(ChatMessage message, boolean stored) {
      return new MessageArrived(
          message.from(), message.id(), message.text(), message.acceptedAt(), stored);
    }

    @Override
    public String toString() {
      return "MessageArrived[" + from + ", id " + id + "]";
    }
  }

  /** A text to all. */
  record BroadcastArrived(Username from, String text, Instant at) implements Notice {
    @Override
    public String toString() {
      return "BroadcastArrived[" + from + "]";
    }
  }

  /** Somebody came or went. */
  record PresenceChanged(Username user, boolean online, Instant at) implements Notice {}

  /** This user's client was given this client's address: expect a connection. */
  record PeerExpected(Username user, Optional<String> fingerprint, Secret token)
      implements Notice {}

  /** May this user have this client's address? */
  record PeerRequested(Username user, Secret token) implements Notice {}

  /** A word from the administrator. */
  record Announcement(String text, Instant at) implements Notice {}

  /** The connection ends now. */
  record Goodbye(GoodbyeReason reason) implements Notice {}
}
