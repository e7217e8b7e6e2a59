// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was sent, answered and shown, in the one order in which the participants saw it,
 * and the judgement on it. A participant notes what it sends before it sends it, and what it
 * receives before it acts on it: so if the ledger says that one thing was before another, it was.
 * Any thread may call.
 */
final class Ledger {
  private final Report report;
  private final LongSupplier nanos;
  private final Conversation[][] conversations;
  private final Debts[] debts;
  private long now;

  Ledger(int users, Report report, LongSupplier nanos) {
    this.report = report;
    this.nanos = nanos;
    this.conversations = new Conversation[users][users];
    this.debts = new Debts[users];
    for (int from = 0; from < users; from++) {
      debts[from] = new Debts(report);
      for (int to = 0; to < users; to++) {
        conversations[from][to] = new Conversation(from, to);
      }
    }
  }

  synchronized Sent compose(int from, int to) {
    report.count(Count.MESSAGES);
    return conversations[from][to].compose();
  }

  /** A participant is about to send this, for the first time or again. */
  synchronized void sending(Sent sent) {
    sent.lastSent = ++now;
    sent.lastSentNanos = nanos.getAsLong();
    if (sent.attempts++ == 0) {
      sent.firstSent = now;
      sent.firstSentNanos = sent.lastSentNanos;
    } else {
      report.count(Count.SENT_AGAIN);
    }
  }

  /** The recipient's client is said to have acknowledged it. */
  synchronized void delivered(Sent sent) {
    report.count(Count.DELIVERED);
    accepted(sent);
    if (!sent.shown) {
      report.breach(Breach.DELIVERED_UNSHOWN, sent.toString());
      owe(sent);
    }
  }

  /** It is said to be safe, and to come at the recipient's next login. */
  synchronized void stored(Sent sent) {
    report.count(Count.STORED);
    accepted(sent);
    if (!sent.shown) {
      owe(sent);
    }
  }

  /**
   * It is said that the recipient has blocked the sender.
   *
   * @param inDoubt whether it was under way while nodes did not hear each other: then one that was
   *     given up may have delivered it, or may yet do so, and nobody can tell
   */
  synchronized void refusedByBlock(Sent sent, boolean inDoubt) {
    report.count(Count.BLOCKED);
    if (inDoubt) {
      report.count(Count.BLOCKED_IN_DOUBT);
    }
    Conversation conversation = of(sent);
    // An earlier attempt may have been refused, and nobody have heard that: then it is said again.
    if (!conversation.blocks.mayHaveHeld(sent.firstSent, ++now)) {
      report.breach(Breach.REFUSED_WITHOUT_BLOCK, sent.toString());
    }
    boolean isCertain = sent.attempts == 1 && !inDoubt;
    if (sent.shown && isCertain) {
      report.breach(Breach.THROUGH_A_BLOCK, "shown and then refused: " + sent);
    }
    conversation.refuse(sent, isCertain);
  }

  /**
   * It is said that it can be sent again later: from now on it has no certain place in the order.
   */
  synchronized void tryAgain(Sent sent) {
    report.count(Count.TRY_AGAIN);
    sent.displaced = true;
  }

  /** The client of a recipient shows a message that it has not shown before. */
  synchronized void shows(int from, int to, String id, String text, boolean stored) {
    report.count(Count.SHOWN);
    ++now;
    Conversation conversation = conversations[from][to];
    int number = Sent.numberIn(text, from, to);
    if (!conversation.wasComposed(number) || !id.equals(Integer.toString(number))) {
      report.breach(Breach.FORGED, "u%d was shown id %s: %s".formatted(to, id, text));
      return;
    }
    if (conversation.wasShown(number)) {
      report.breach(Breach.DOUBLED, text);
      return;
    }
    Sent sent = conversation.open(number);
    checkBlock(conversation, number, sent, stored, text);
    if (sent != null) {
      sent.shownAt = now;
      sent.shownAsStored = stored;
    }
    if (!conversation.show(number) && sent != null) {
      report.breach(Breach.OUT_OF_ORDER, howTheyCame(conversation, sent));
    }
    if (sent != null) {
      debts[to].remove(sent);
    }
  }

  synchronized void blocking(int blocker, int target) {
    conversations[target][blocker].blocks.blockAsked(++now);
  }

  synchronized void blockConfirmed(int blocker, int target) {
    report.count(Count.BLOCKS);
    conversations[target][blocker].blocks.blockConfirmed(++now);
  }

  synchronized void unblocking(int blocker, int target) {
    conversations[target][blocker].blocks.unblockAsked(++now);
  }

  synchronized void unblockConfirmed(int blocker, int target) {
    report.count(Count.BLOCKS);
    conversations[target][blocker].blocks.unblockConfirmed(++now);
  }

  /** The moment at which a participant is about to log in. */
  synchronized long loggingIn() {
    return ++now;
  }

  /** All that the answer to a login announced has come: what was stored before it must be shown. */
  synchronized void drained(int user, long loginMoment) {
    debts[user].drained(loginMoment);
  }

  /**
   * A participant has nothing left to read, in a session that has been there and reading since this
   * time, with a server in good health: what was stored meanwhile must have come.
   */
  synchronized void idle(int user, long sinceNanos) {
    debts[user].idle(sinceNanos, nanos.getAsLong());
  }

  /** Whether every answer has been made good, as far as participants could see it. */
  synchronized boolean isSettled() {
    return Arrays.stream(debts).allMatch(Debts::isEmpty);
  }

  /** The last judgement: what is promised and not shown is lost. */
  synchronized void close() {
    Arrays.stream(debts).forEach(Debts::close);
    for (Conversation[] ofSender : conversations) {
      for (Conversation conversation : ofSender) {
        for (Sent sent : conversation.allOpen()) {
          if (!sent.answered) {
            report.breach(Breach.UNANSWERED, sent.toString());
          }
        }
      }
    }
  }

  private void accepted(Sent sent) {
    Conversation conversation = of(sent);
    if (conversation.blocks.heldThroughout(sent.firstSent, ++now)) {
      report.breach(Breach.THROUGH_A_BLOCK, "accepted: " + sent);
    }
    conversation.answer(sent);
  }

  private void checkBlock(
      Conversation conversation, int number, @Nullable Sent sent, boolean stored, String text) {
    if (conversation.wasRefusedForGood(number)) {
      report.breach(Breach.THROUGH_A_BLOCK, "refused and yet shown: " + text);
      return;
    }
    // Live, it must not come after the answer to the block; stored, it may be from before the
    // block.
    long since = stored && sent != null ? sent.firstSent : now;
    if ((!stored || sent != null) && conversation.blocks.heldThroughout(since, now)) {
      report.breach(Breach.THROUGH_A_BLOCK, "shown: " + text);
    }
  }

  private String howTheyCame(Conversation conversation, Sent late) {
    long nowNanos = nanos.getAsLong();
    Sent before = conversation.latest();
    String after = before == null ? "" : "; after " + before.history(nowNanos);
    return late.history(nowNanos) + after + "; blocks: " + conversation.blocks;
  }

  private void owe(Sent sent) {
    debts[sent.to].add(sent, now, nanos.getAsLong());
  }

  private Conversation of(Sent sent) {
    return conversations[sent.from][sent.to];
  }
}
