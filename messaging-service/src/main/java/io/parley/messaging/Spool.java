// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.RequestRefused;
import io.parley.messaging.Consignment.Keeping;
import io.parley.messaging.Consignment.Kept;
import io.parley.messaging.Mailbox.Letter;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Lane} puts into its recipient's mailbox: whatever has gathered, as one unit, and
 * the next only when that is committed. So nothing is kept while something before it may still
 * fail. What is committed is answered after a second look at the roster. Event loop of the
 * messaging verticle only.
 */
final class Spool {
  private static final int MOST_AT_A_TIME = 200;

  private final Username recipient;
  private final LaneQueue queue;
  private final Mailbox mailbox;
  private final RecentAnswers recent;
  private final SecondLook secondLook;
  private final Runnable kept;
  private final Runnable advance;
  private final List<Consignment> gathered = new ArrayList<>();
  private boolean writing;
  private boolean looking;

  /**
   * @param kept told when something was committed
   * @param advance told when stages have changed, and others may go on
   */
  Spool(
      Username recipient,
      LaneQueue queue,
      Mailbox mailbox,
      RecentAnswers recent,
      SecondLook secondLook,
      Runnable kept,
      Runnable advance) {
    this.recipient = recipient;
    this.queue = queue;
    this.mailbox = mailbox;
    this.recent = recent;
    this.secondLook = secondLook;
    this.kept = kept;
    this.advance = advance;
  }

  boolean mayAdd() {
    return !writing && gathered.size() < MOST_AT_A_TIME;
  }

  /** The next to be kept, with {@link #write}. */
  void add(Consignment consignment) {
    queue.enter(consignment, new Keeping());
    gathered.add(consignment);
  }

  /** Keeps what was added. */
  void write() {
    if (gathered.isEmpty()) {
      return;
    }
    List<Consignment> together = List.copyOf(gathered);
    gathered.clear();
    writing = true;
    mailbox
        .keep(together.stream().map(Spool::letter).toList())
        .onComplete(count -> written(together, count), failure -> failed(together, failure));
  }

  private static Letter letter(Consignment consignment) {
    return new Letter(consignment.message, consignment.idChosenBySender);
  }

  private void written(List<Consignment> together, int count) {
    List<Consignment> fitting = together.subList(0, count);
    fitting.forEach(one -> queue.enter(one, new Kept()));
    if (!fitting.isEmpty()) {
      kept.run();
    }
    together.subList(count, together.size()).forEach(one -> queue.refuse(one, mailboxFull()));
    goOn();
  }

  private void failed(List<Consignment> together, Throwable failure) {
    kept.run(); // perhaps: when the connection broke amid the commit, nobody knows
    together.forEach(one -> queue.refuse(one, failure));
    goOn();
  }

  private void goOn() {
    writing = false;
    advance.run();
  }

  private RequestRefused mailboxFull() {
    return new RequestRefused(FailureCode.MAILBOX_FULL, "mailbox of " + recipient + " is full");
  }

  /**
   * One look at the roster at a time, for all that was committed before it began. The senders are
   * answered after it: what they send then may take another way, and must find the session told of
   * this.
   */
  void lookAgain() {
    if (looking) {
      return;
    }
    List<Consignment> committed = queue.committed();
    if (committed.isEmpty()) {
      return;
    }
    looking = true;
    secondLook
        .after(committed.getLast().message)
        .onComplete(done -> {
          committed.forEach(this::stored);
          looking = false;
          advance.run();
        });
  }

  private void stored(Consignment consignment) {
    Promised promised = Promised.stored(consignment.message);
    if (!consignment.idChosenBySender) {
      // The store forgets it when it is acknowledged; the bus may ask again.
      recent.add(consignment.message, promised);
    }
    queue.finish(consignment, promised.asAnswer());
  }
}
