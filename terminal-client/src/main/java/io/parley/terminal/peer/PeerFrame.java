// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Secret;
import io.parley.model.Username;
import java.util.Optional;

/**
 * What two clients say to each other, one JSON object a line. The one that dialled begins with
 * {@link Hello}; nothing but the answer to it may come before {@link Ready}.
 */
sealed interface PeerFrame {
  /** Who dialled, and the word that the server gave to both. */
  record Hello(Username user, Secret token) implements PeerFrame {}

  /** The session is open. */
  record Ready() implements PeerFrame {}

  /** There will be no session. */
  record TurnedAway(Reason reason) implements PeerFrame {
    enum Reason {
      /** The server announced nobody like that. */
      UNKNOWN,
      /** There is a session already, or is about to be. */
      ALREADY,
      /** Too many knock at once. */
      BUSY
    }
  }

  /** What a person says. */
  record Text(long number, String text) implements PeerFrame {
    @Override
    public String toString() {
      return "Text[" + number + "]";
    }
  }

  /** A text was shown. */
  record Seen(long number) implements PeerFrame {}

  /** Is the other side there? */
  record Ping() implements PeerFrame {}

  /** It is. */
  record Pong() implements PeerFrame {}

  /** The session ends; nothing for a reason that a newer client gave. */
  record Bye(Optional<PeerGoodbye> reason) implements PeerFrame {}
}
