// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.MessagingRequest;
import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.bus.MessagingRequest.Mail;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The only consumer of one user's mailbox, for as long as the session lasts. It delivers what is
 * stored, oldest first, then what comes live, which waits behind; and it knows what the client has
 * acknowledged. Everything that it holds is bounded. Event loop of the session only.
 *
 * <p>What was stored is removed from the store only after the client acknowledged it. What came live
 * is answered only then; all that is not acknowledged when the session ends goes back to be stored.
 */
final class Inbox {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Bus bus;
  private final Vertx vertx;
  private final InstantSource clock;
  private final Username user;
  private final boolean acknowledges;
  private final InboxLimits limits;
  private final BlockSet blocks;
  private final Outlet outlet;
  private final Confirmations confirmations;

  /** Collected, and not yet given to the client. */
  private final ArrayDeque<KeptMessage> stored = new ArrayDeque<>(0);

  /** Come live, and not yet given to the client. */
  private final ArrayDeque<Waiting> live = new ArrayDeque<>(0);

  /** Given to the client, and not yet acknowledged. */
  private final ArrayDeque<Given> given = new ArrayDeque<>(0);

  private long collectedUpTo;
  private boolean collecting;
  private boolean allCollected;
  private boolean nudged;
  private boolean started;
  private boolean closed;
  private boolean checking;

  /** How the inbox reaches its client. */
  interface Outlet {
    /** Writes a message event; completed when it went out through the socket. */
    Future<Void> write(ChatMessage message, boolean stored);

    /** The client does not keep up: the session must end. */
    void tooSlow();
  }

  private record Waiting(ChatMessage message, Promise<DeliveryAnswer> answer, long since) {}

  /** Where a given message came from, and so who must hear that it was acknowledged. */
  private sealed interface Origin {}

  private record FromStore(long position) implements Origin {}

  private record FromSender(Promise<DeliveryAnswer> answer) implements Origin {}

  private record Given(MessageId id, Origin origin, long since) {}

  Inbox(
      Bus bus,
      Vertx vertx,
      InstantSource clock,
      Username user,
      boolean acknowledges,
      InboxLimits limits,
      BlockSet blocks,
      Outlet outlet) {
    this.bus = bus;
    this.vertx = vertx;
    this.clock = clock;
    this.user = user;
    this.acknowledges = acknowledges;
    this.limits = limits;
    this.blocks = blocks;
    this.outlet = outlet;
    this.confirmations = new Confirmations(bus, vertx, user);
  }

  /**
   * Collects the first of what is stored; gives nothing to the client yet.
   *
   * @return how many stored messages follow
   */
  Future<Integer> open() {
    return collect().map(Mail::total);
  }

  /** Begins to give messages to the client: call when the answer to its login is on its way. */
  void start() {
    started = true;
    giveAllThatMay();
  }

  /** Delivers a live message. Answered when the client acknowledged it, or can no longer. */
  Future<DeliveryAnswer> deliver(ChatMessage message) {
    if (blocks.contains(message.from())) {
      return Future.succeededFuture(new GatewayRequest.BlockedByRecipient());
    }
    if (closed || live.size() >= limits.waiting()) {
      return Future.succeededFuture(new GatewayRequest.NotDelivered());
    }
    Promise<DeliveryAnswer> answer = Promise.promise();
    live.add(new Waiting(message, answer, clock.millis()));
    giveAllThatMay();
    watch();
    return answer.future();
  }

  /** The client has shown a message: the oldest with this id, for ids of two senders can be equal. */
  void acknowledge(MessageId id) {
    if (!acknowledges) {
      return;
    }
    Iterator<Given> oldestFirst = given.iterator();
    while (oldestFirst.hasNext()) {
      Given one = oldestFirst.next();
      if (one.id().equals(id)) {
        oldestFirst.remove();
        acknowledged(one);
        giveAllThatMay();
        return;
      }
    }
  }

  /** Something was stored meanwhile: collect again, before anything that comes live after this. */
  void nudge() {
    nudged = true;
    if (allCollected) {
      collectFromTheStart();
      giveAllThatMay();
    }
  }

  /** Gives back what waits from a sender whom the user has just blocked. */
  void dropFrom(Username sender) {
    Iterator<Waiting> waiting = live.iterator();
    while (waiting.hasNext()) {
      Waiting one = waiting.next();
      if (one.message().from().equals(sender)) {
        waiting.remove();
        one.answer().complete(new GatewayRequest.BlockedByRecipient());
      }
    }
  }

  /**
   * Gives back, in order, all that the client has not acknowledged. Idempotent.
   *
   * @return completed when what it has acknowledged is removed from the store, or cannot be now
   */
  Future<Void> close() {
    if (!closed) {
      closed = true;
      stored.clear();
      while (!given.isEmpty()) {
        if (given.remove().origin() instanceof FromSender sender) {
          sender.answer().complete(new GatewayRequest.NotDelivered());
        }
      }
      giveBackWaiting();
    }
    return confirmations.close();
  }

  private void giveBackWaiting() {
    while (!live.isEmpty()) {
      live.remove().answer().complete(new GatewayRequest.NotDelivered());
    }
  }

  private void giveAllThatMay() {
    while (started && !closed && given.size() < limits.unacknowledged()) {
      if (!stored.isEmpty()) {
        KeptMessage next = stored.remove();
        give(next.message(), new FromStore(next.position()));
      } else if (!allCollected) {
        collectMore();
        return;
      } else if (!live.isEmpty()) {
        Waiting next = live.remove();
        if (blocks.contains(next.message().from())) {
          next.answer().complete(new GatewayRequest.BlockedByRecipient());
        } else {
          give(next.message(), new FromSender(next.answer()));
        }
      } else {
        return;
      }
    }
  }

  private void give(ChatMessage message, Origin origin) {
    Given one = new Given(message.id(), origin, clock.millis());
    given.add(one);
    Future<Void> written = outlet.write(message, origin instanceof FromStore);
    if (!acknowledges) {
      written.onSuccess(done -> acknowledgeWritten(one));
    }
    watch();
  }

  private void acknowledgeWritten(Given one) {
    // Writes complete in order, so this is the oldest, unless the session has ended meanwhile.
    if (given.peek() == one) {
      given.remove();
      acknowledged(one);
      giveAllThatMay();
    }
  }

  private void acknowledged(Given one) {
    switch (one.origin()) {
      case FromStore store -> confirmations.add(store.position());
      case FromSender sender -> sender.answer().complete(new GatewayRequest.Delivered());
    }
  }

  private void collectMore() {
    if (collecting) {
      return;
    }
    collect()
        .onComplete(
            mail -> giveAllThatMay(),
            unavailable -> vertx.setTimer(RETRY.toMillis(), timer -> giveAllThatMay()));
  }

  private Future<Mail> collect() {
    collecting = true;
    confirmations.forgetRemoved();
    return bus.ask(new MessagingRequest.Collect(user, collectedUpTo, limits.batch()))
        .onComplete(
            mail -> {
              collecting = false;
              take(mail);
            },
            unavailable -> collecting = false);
  }

  private void take(Mail mail) {
    for (KeptMessage message : mail.messages()) {
      collectedUpTo = message.position();
      if (!closed && !confirmations.knows(message.position())) {
        confirmations.expect(message.position());
        stored.add(message);
      }
    }
    if (mail.messages().size() < limits.batch()) {
      if (nudged) {
        collectFromTheStart();
      } else {
        allCollected = true;
      }
    }
  }

  private void collectFromTheStart() {
    // Not from where the last collection ended: positions need not be committed in their order.
    nudged = false;
    allCollected = false;
    collectedUpTo = 0;
  }

  /** One timer while anything waits for the client, not one for each message. */
  private void watch() {
    if (!checking && !closed) {
      checking = true;
      long now = clock.millis();
      long dueIn =
          Math.clamp(nextDeadline() - now, 1, limits.deliveryTimeout().toMillis());
      long dueAt = now + dueIn;
      vertx.setTimer(dueIn, timer -> check(dueAt));
    }
  }

  private long nextDeadline() {
    long deadline = Long.MAX_VALUE / 2;
    if (!given.isEmpty()) {
      deadline = given.element().since() + limits.deliveryTimeout().toMillis();
    }
    if (!live.isEmpty()) {
      deadline = Math.min(deadline, live.element().since() + limits.waitingTime().toMillis());
    }
    return deadline;
  }

  private void check(long dueAt) {
    checking = false;
    if (closed || (given.isEmpty() && live.isEmpty())) {
      return;
    }
    long now = clock.millis();
    boolean processStoodStill = now - dueAt > limits.deliveryTimeout().toMillis() / 2;
    if (processStoodStill) {
      // Acknowledgements may lie in the socket, unread: the client gets the time to be heard.
      checking = true;
      long again = now + limits.deliveryTimeout().toMillis() / 2;
      vertx.setTimer(again - now, timer -> check(again));
      return;
    }
    if (!given.isEmpty() && isOver(given.element().since(), limits.deliveryTimeout(), now)) {
      outlet.tooSlow();
      return;
    }
    if (!live.isEmpty() && isOver(live.element().since(), limits.waitingTime(), now)) {
      giveBackWaiting();
    }
    if (!given.isEmpty() || !live.isEmpty()) {
      watch();
    }
  }

  private static boolean isOver(long since, Duration limit, long now) {
    return now - since >= limit.toMillis();
  }
}
