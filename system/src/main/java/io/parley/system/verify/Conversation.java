// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one user sent to another, and what of it was shown. Of messages about which nothing more can
 * be learnt only bits are kept, so that a long run stays small. Guarded by the {@link Ledger}.
 */
final class Conversation {
  /** Whether the recipient has blocked the sender. */
  final BlockHistory blocks = new BlockHistory();

  private final int from;
  private final int to;
  private final Map<Integer, Sent> open = new HashMap<>();
  private final BitSet shown = new BitSet();
  private final BitSet refusedForGood = new BitSet();
  private int composed;
  private @Nullable Sent latest;

  Conversation(int from, int to) {
    this.from = from;
    this.to = to;
  }

  Sent compose() {
    Sent sent = new Sent(from, to, composed++);
    open.put(sent.number, sent);
    return sent;
  }

  boolean wasComposed(int number) {
    return number >= 0 && number < composed;
  }

  boolean wasShown(int number) {
    return shown.get(number);
  }

  /** Whether its only attempt was refused because of a block. */
  boolean wasRefusedForGood(int number) {
    return refusedForGood.get(number);
  }

  /** The message, if not everything is known about it yet. */
  @Nullable Sent open(int number) {
    return open.get(number);
  }

  Iterable<Sent> allOpen() {
    return open.values();
  }

  /**
   * Notes that a message is shown now.
   *
   * @return whether it comes in order: after nothing that was sent later
   */
  boolean show(int number) {
    shown.set(number);
    Sent sent = open.get(number);
    // What was refused for now, or refused after an unanswered attempt, has no certain place.
    boolean hasPlace = sent != null && !sent.displaced;
    if (sent != null) {
      sent.shown = true;
      forgetIfKnown(sent);
    }
    if (!hasPlace) {
      return true;
    }
    boolean inOrder = latest == null || number > latest.number;
    if (inOrder) {
      latest = sent;
    }
    return inOrder;
  }

  /** The latest that was shown of those that have a place in the order. */
  @Nullable Sent latest() {
    return latest;
  }

  void answer(Sent sent) {
    sent.answered = true;
    forgetIfKnown(sent);
  }

  /** Notes a refusal because of a block. After one attempt it is the whole truth. */
  void refuse(Sent sent, boolean forGood) {
    sent.answered = true;
    if (forGood) {
      refusedForGood.set(sent.number);
    }
    open.remove(sent.number);
  }

  private void forgetIfKnown(Sent sent) {
    if (sent.answered && sent.shown) {
      open.remove(sent.number);
    }
  }
}
