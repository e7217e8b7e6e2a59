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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Delivers or keeps: one {@link Lane} for each recipient who has messages under way. Event loop of
 * the messaging verticle only.
 */
final class Courier {
  private static final int LANE_LIMIT = 16_384;
  private static final int RECENT_LIMIT = 50_000;

  private final Bus bus;
  private final Mailbox mailbox;
  private final RecentPromises recent = new RecentPromises(RECENT_LIMIT);
  private final RecentRefusals refusals = new RecentRefusals(System::nanoTime);
  private final LastWords lastWords = new LastWords();
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
    Lane open = recipientToLane.get(message.to());
    if (open == null || !open.has(message)) {
      Optional<RequestRefused> refusal = refusalOfNew(question);
      if (refusal.isPresent()) {
        return Future.failedFuture(refusal.get());
      }
    }
    return recipientToLane
        .computeIfAbsent(message.to(), this::openLane)
        .send(message, question.idChosenBySender())
        .onFailure(failure -> refused(question, failure));
  }

  private Optional<RequestRefused> refusalOfNew(Send question) {
    Optional<RequestRefused> unheard = lastWords.unheard(question);
    if (unheard.isPresent() || recent.find(question.message()).isPresent()) {
      return unheard;
    }
    return question.idChosenBySender() && refusals.holdBack(question.message())
        ? Optional.of(
            new RequestRefused(FailureCode.UNAVAILABLE, "one before it was refused for now"))
        : Optional.empty();
  }

  private void refused(Send question, Throwable failure) {
    if (!RequestRefused.isForNow(failure)) {
      lastWords.remember(question, failure);
    } else if (question.idChosenBySender()) {
      refusals.add(question.message());
    }
  }

  private Lane openLane(Username recipient) {
    return new Lane(
        recipient,
        LANE_LIMIT,
        bus,
        router,
        mailbox,
        recent,
        secondLook,
        meetings,
        runs,
        lane -> recipientToLane.remove(recipient, lane));
  }
}
