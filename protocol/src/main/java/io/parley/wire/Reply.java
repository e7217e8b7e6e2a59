// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the gateway answers to one command. */
public sealed interface Reply {
  /** It is done. */
  record Ok() implements Reply {}

  /**
   * The session has begun.
   *
   * @param timeout how long the session may be without activity; zero for no limit
   * @param pending how many stored messages follow
   * @param resume by which the next login may take this session's place; empty where the dialect
   *     has no such login
   */
  record LoggedIn(
      Username user,
      Duration timeout,
      int pending,
      Optional<Instant> lastLogin,
      Optional<Secret> resume)
      implements Reply {}

  /** The promise for one message. */
  record MessageAccepted(MessageId id, DeliveryState state, Instant at) implements Reply {}

  /** How many heard a broadcast, and whether it was kept from someone. */
  record BroadcastSent(int reached, boolean withheld) implements Reply {}

  /** Users, sorted. */
  record UserList(List<Username> users) implements Reply {
    public UserList {
      users = List.copyOf(users);
    }
  }

  /** Where to connect for a private session. */
  record PeerFound(PeerAddress peer) implements Reply {}

  /** The server is there, and this is its time. */
  record Pong(Instant at) implements Reply {}

  /** Lines of help. Of the text dialect only. */
  record HelpText(List<String> lines) implements Reply {
    public HelpText {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Nothing of the command was carried out.
   *
   * @param text a sentence that tells a person what to do
   * @param retryAfter how long to wait, where waiting helps
   */
  record Refused(FailureCode code, String text, Optional<Duration> retryAfter) implements Reply {
    public Refused(FailureCode code, String text) {
      this(code, text, Optional.empty());
    }
  }
}
