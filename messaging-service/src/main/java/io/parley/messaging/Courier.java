// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Delivers or keeps: one {@link Lane} for each recipient who has messages under way. Event loop of
 * the messaging verticle only.
 */
final class Courier {
  private static final int LANE_LIMIT = 16_384;

  private final Bus bus;
  private final Mailbox mailbox;
  private final RecentAnswers recent = new RecentAnswers();
  private final RecentRefusals refusals = new RecentRefusals(System::nanoTime);
  private final Router router;
  private final SecondLook secondLook;
  private final FreshMeetings meetings;

  /** No two messaging services of a cluster take the same, as good as ever. */
  private final RandomGenerator runs = new SplittableRandom();

  private final Map<Username, Lane> recipientToLane = new HashMap<>();

  Courier(Vertx vertx, Bus bus, Mailbox mailbox) {
    this.bus = bus;
    this.mailbox = mailbox;
    this.router = new Router(bus, new Accounts(bus), recent, mailbox);
    this.meetings = new FreshMeetings(bus.nodes());
    this.secondLook = new SecondLook(vertx, bus);
  }

  /** The answer is a promise: acknowledged by the recipient's client, or committed. */
  Future<Sent> send(Send question) {
    ChatMessage message = question.message();
    if (question.idChosenBySender() && !isKnown(message) && refusals.holdBack(message)) {
      return Future.failedFuture(
          new RequestRefused(FailureCode.UNAVAILABLE, "one before it was refused for now"));
    }
    return recipientToLane
        .computeIfAbsent(message.to(), this::openLane)
        .send(question)
        .onFailure(failure -> refused(question, failure));
  }

  private boolean isKnown(ChatMessage message) {
    Lane open = recipientToLane.get(message.to());
    return (open != null && open.has(message))
        || recent.promised(message).isPresent()
        || recent.refused(message).isPresent();
  }

  private void refused(Send question, Throwable failure) {
    ChatMessage message = question.message();
    if (Router.isBlocked(failure)) {
      // Also where the gateway made the id: the bus may ask again.
      recent.add(message, recent.lastWord(message, LastWord.to(question)));
    } else if (question.idChosenBySender() && RequestRefused.isForNow(failure)) {
      refusals.add(message);
    }
  }

  private Lane openLane(Username recipient) {
    return new Lane(
        recipient,
        LANE_LIMIT,
        router,
        mailbox,
        recent,
        secondLook,
        new DeliveryRuns(bus, meetings, runs),
        lane -> recipientToLane.remove(recipient, lane));
  }
}
