// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import io.parley.model.Username;
import java.time.Instant;
import java.util.Optional;

/** One line of an old store, read: what it says, or what is wrong with it. */
sealed interface OldLine {
  /** What is wrong, as an end to the sentence "refused: …". */
  record Faulty(String reason) implements OldLine {}

  /** {@code user password}. */
  record User(Username name, String password) implements OldLine {
    @Override
    public String toString() {
      return "user " + name;
    }
  }

  /** {@code blocker blocked}. */
  record Block(Username blocker, Username blocked) implements OldLine {
    @Override
    public String toString() {
      return blocker + " blocks " + blocked;
    }
  }

  /** {@code [time] sender recipient text}. */
  record Message(Optional<Instant> at, Username from, Username to, String text) implements OldLine {
    @Override
    public String toString() {
      return "message from " + from + " to " + to;
    }
  }
}
