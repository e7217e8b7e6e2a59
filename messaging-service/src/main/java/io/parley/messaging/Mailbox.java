// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Mail;
import io.parley.model.ChatMessage;
import io.parley.model.Username;
import io.parley.node.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The durable store of messages that wait for their recipients, of the ids that recipients have
 * acknowledged, and of what was refused because of a block a while ago. Everything it says is
 * committed. Any thread may call; a caller that needs two writes in order waits for the first.
 */
public interface Mailbox {
  /**
   * The mailbox that the messaging service has in a database with its tables.
   *
   * @param limit how many messages are kept for one user
   */
  static Mailbox in(Database database, InstantSource clock, int limit) {
    return new SqlMailbox(database, clock, limit);
  }

  /**
   * Keeps messages at the end of their recipient's mailbox, in this order and as one unit: all of
   * them or none. Which of both is not known when it fails because the connection was lost amid the
   * commit. A message that is there already is not kept again.
   *
   * @param letters to one recipient, at least one
   * @return how many of them, from the first, are kept; fewer than all when the mailbox is full
   */
  Future<Integer> keep(List<Letter> letters);

  /** A message to keep; its id is remembered, when it is delivered, if its sender chose it. */
  record Letter(ChatMessage message, boolean idChosenBySender) {}

  /**
   * The oldest of what is kept for a user, oldest first.
   *
   * @param had positions of messages to leave out
   */
  Future<Mail> collect(Username user, Set<Long> had, int limit);

  /**
   * Removes what the user's client acknowledged and remembers the ids that senders chose. Positions
   * that are not there, or not this user's, are passed over.
   */
  Future<Void> confirm(Username user, List<Long> positions);

  /** Remembers that a message, delivered without being kept, was acknowledged. */
  Future<Void> remember(ChatMessage delivered);

  /** Remembers to whom it was said that a message is refused because of a block. */
  Future<Void> remember(ChatMessage refused, LastWord word);

  /** Its sender has heard that this message was refused. */
  Future<Void> forgetRefusal(ChatMessage message);

  /**
   * What became of a message of this sender, recipient and id before: a promise, if there is one.
   */
  Future<Optional<Earlier>> find(ChatMessage message);

  /** How many messages are kept, for all users together. Looks at all of them. */
  Future<Long> depth();

  /** Forgets acknowledged ids that are older than this moment; gives how many. */
  Future<Integer> forgetReceiptsBefore(Instant moment);

  /** Forgets refusals that are older than this moment; gives how many. */
  Future<Integer> forgetRefusalsBefore(Instant moment);
}
