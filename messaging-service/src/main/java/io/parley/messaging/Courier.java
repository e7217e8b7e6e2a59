// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.model.ChatMessage;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

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
  private final Router router;
  private final SecondLook secondLook;
  private final FreshMeetings meetings;
  private final Map<Username, Lane> recipientToLane = new HashMap<>();

  Courier(Vertx vertx, Bus bus, Mailbox mailbox) {
    this.bus = bus;
    this.mailbox = mailbox;
    this.router = new Router(bus, new Accounts(bus), recent, mailbox);
    this.meetings = new FreshMeetings(bus.nodes());
    this.secondLook = new SecondLook(vertx, bus);
  }

  /** The answer is a promise: acknowledged by the recipient's client, or committed. */
  Future<Sent> send(ChatMessage message, boolean idChosenBySender) {
    return recipientToLane
        .computeIfAbsent(message.to(), this::openLane)
        .send(message, idChosenBySender);
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
        () -> recipientToLane.remove(recipient));
  }
}
