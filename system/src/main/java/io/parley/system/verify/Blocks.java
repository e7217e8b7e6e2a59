// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom a participant has blocked or wants to block, as far as it knows. What was asked and never
 * answered is asked again after the next login. For the participant's own thread.
 */
final class Blocks {
  /** The command that is to be asked next about a user, or whose answer is awaited. */
  enum Wish {
    BLOCK("block"),
    UNBLOCK("unblock");

    final String op;

    Wish(String op) {
      this.op = op;
    }
  }

  private final Ledger ledger;
  private final int self;
  private final Map<Integer, Wish> asked = new HashMap<>();
  private final Map<Integer, Boolean> blocked = new HashMap<>();

  Blocks(Ledger ledger, int self) {
    this.ledger = ledger;
    this.self = self;
  }

  /** Users about whom an answer is missing. */
  List<Integer> unanswered() {
    return List.copyOf(asked.keySet());
  }

  boolean isAsked(int target) {
    return asked.containsKey(target);
  }

  /** Is about to ask for the opposite of what is so, or again for what was not answered. */
  Wish ask(int target) {
    Wish wish =
        asked.computeIfAbsent(
            target, user -> blocked.getOrDefault(user, false) ? Wish.UNBLOCK : Wish.BLOCK);
    switch (wish) {
      case BLOCK -> ledger.blocking(self, target);
      case UNBLOCK -> ledger.unblocking(self, target);
    }
    return wish;
  }

  /** The server said that it is so now. */
  void confirmed(int target) {
    Wish wish = asked.remove(target);
    if (wish == Wish.BLOCK) {
      ledger.blockConfirmed(self, target);
    } else if (wish == Wish.UNBLOCK) {
      ledger.unblockConfirmed(self, target);
    }
    blocked.put(target, wish == Wish.BLOCK);
  }
}
