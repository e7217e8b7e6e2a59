// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.wire.Reply;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The letters to one recipient, of which only the first may be under way. Fields of {@link Post}.
 */
final class Lane {
  /** One letter, until it is answered. */
  static final class Item {
    final Letter letter;
    final Promise<Reply> answer = Promise.promise();

    /** Whether the person knows that it takes time. */
    boolean told;

    Item(Letter letter) {
      this.letter = letter;
    }
  }

  final Deque<Item> items = new ArrayDeque<>();

  /** Whether the first is under way, or waits for its next attempt. */
  boolean busy;

  /** How often in a row the first was refused for now. */
  int failures;

  /** For the next attempt; -1 if there is none. */
  long timer = -1;
}
