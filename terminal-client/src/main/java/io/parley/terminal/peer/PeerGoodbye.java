// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import java.util.Locale;
import java.util.Optional;

/** Why a private session ends, as one side tells the other. */
public enum PeerGoodbye {
  /** The person ended this private session. */
  STOPPED,
  /** The person logged out. */
  LOGOUT,
  /** The person was logged out for inactivity. */
  TIMEOUT,
  /** The person's session with the server was ended by others. */
  DISMISSED,
  /** The same two people opened a newer one. */
  RENEWED,
  /** This side sent what the other cannot read. */
  NONSENSE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word between the two clients. */
  String word() {
    return word;
  }

  static Optional<PeerGoodbye> of(String word) {
    for (PeerGoodbye reason : values()) {
      if (reason.word.equals(word)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
