// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.model.ChatMessage;
import io.parley.model.SessionRef;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** One message on its way through a {@link Lane}, and the sender's answer that waits for it. */
final class Consignment {
  final Send question;
  final ChatMessage message;
  final boolean idChosenBySender;
  final Promise<Sent> answer = Promise.promise();
  private Stage stage = new Routing();

  /** Why it is refused if its session does not take it: one before it was, for now. Null if not. */
  @Nullable Throwable refusedWith;

  Consignment(Send question) {
    this.question = question;
    this.message = question.message();
    this.idChosenBySender = question.idChosenBySender();
  }

  Stage stage() {
    return stage;
  }

  /** For its {@link LaneQueue}, which counts them. */
  void enter(Stage next) {
    stage = next;
  }

  /** Where a consignment stands. */
  sealed interface Stage {}

  /** Asking where the recipient is; or committing that it is refused because of a block. */
  record Routing() implements Stage {}

  /** To be delivered to a session, when all before it are on their way there. */
  record ToDeliver(SessionRef session) implements Stage {}

  /** Given to a session that has not answered yet. */
  record Delivering(SessionRef session) implements Stage {}

  /**
   * The session did not take it, and so did not say whether the sender is blocked: asking, or
   * committing that it is.
   */
  record AskingAgain() implements Stage {}

  /** Not taken by a session: to be kept, when nothing before it is still on its way to one. */
  record NotTaken() implements Stage {}

  /** For somebody who is away: to be kept, when nothing is still on its way to a session. */
  record ToKeep() implements Stage {}

  /** Being committed. */
  record Keeping() implements Stage {}

  /** Committed; to be answered after a second look at the roster. */
  record Kept() implements Stage {}

  /** Answered, and nothing is left to do. */
  record Finished() implements Stage {}
}
