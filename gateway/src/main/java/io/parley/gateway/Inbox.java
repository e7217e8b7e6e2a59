// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The only consumer of one user's mailbox, for as long as the session lasts. It delivers what is
 * stored, oldest first, then what comes live, which waits behind; and it knows what the client has
 * acknowledged. Everything that it holds is bounded. Event loop of the session only.
 *
 * <p>What was stored is removed from the store only after the client acknowledged it. What came
 * live is answered only then; all that is not acknowledged when the session ends goes back to be
 * stored.
 */
final class Inbox implements RefusedForNow.Reader {
  private final InstantSource clock;
  private final boolean acknowledges;
  private final InboxLimits limits;
  private final BlockSet blocks;
  private final Outlet outlet;
  private final StoredMail mail;
  private final DeliveryWatch watch;

  /** Come live, and not yet given to the client. */
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);

  private final Repetitions repetitions;
  private final BrokenRuns brokenRuns = new BrokenRuns();

  /** Given to the client, and not yet acknowledged. */
  private final ArrayDeque<Given> given = new ArrayDeque<>(0);

  private long timesGiven;
  private boolean started;
  private boolean lost;
  private boolean closed;

  /** How the inbox reaches its client. */
  interface Outlet {
    /** Writes a message event; completed when it went out through the socket. */
    Future<Void> write(ChatMessage message, boolean stored);

    /**
     * Whether so much waits to be written that nothing should be added; {@link Inbox#goOn} ends it.
     */
    default boolean isFull() {
      return false;
    }

    /** The client does not keep up: the session must end. */
    void tooSlow();
  }

  private record Waiting(
      ChatMessage message, long run, Promise<DeliveryAnswer> answer, long since) {}

  /** Where a given message came from, and so who must hear that it was acknowledged. */
  private sealed interface Origin {}

  private record FromStore(long position) implements Origin {}

  private record FromSender(Promise<DeliveryAnswer> answer) implements Origin {}

  private record Given(MessageId id, Origin origin, long since, long number) {}

  Inbox(
      Bus bus,
      Vertx vertx,
      InstantSource clock,
      Username user,
      boolean acknowledges,
      InboxLimits limits,
      BlockSet blocks,
      Repetitions repetitions,
      Outlet outlet) {
    this.clock = clock;
    this.acknowledges = acknowledges;
    this.limits = limits;
    this.blocks = blocks;
    this.outlet = outlet;
    this.repetitions = repetitions;
    this.mail = new StoredMail(bus, vertx, user, limits.batch(), this::giveAllThatMay);
    this.watch =
        new DeliveryWatch(
            vertx, clock, limits.deliveryTimeout(), limits.waitingTime(), new Watched());
  }

  /**
   * Collects the first of what is stored; gives nothing to the client yet.
   *
   * @return how many stored messages follow
   */
  Future<Integer> open() {
    return mail.open();
  }

  /** Begins to give messages to the client: call when the answer to its login is on its way. */
  void start() {
    started = true;
    giveAllThatMay();
  }

  /** The outlet is not full any more. */
  void goOn() {
    giveAllThatMay();
  }

  /**
   * Delivers a live message. Answered when the client acknowledged it, or can no longer.
   *
   * @param run of messages that follow each other closely: when one of them is not taken, none of
   *     those behind it is, some of which may be on their way already
   */
  Future<DeliveryAnswer> deliver(ChatMessage message, long run) {
    Optional<Future<DeliveryAnswer>> earlier = repetitions.answerTo(message);
    if (earlier.isPresent()) {
      return earlier.get().onSuccess(answer -> breakUnlessDelivered(message, run, answer));
    }
    if (blocks.contains(message.from())) {
      return Future.succeededFuture(refuseAsBlocked(message, run));
    }
    if (closed || brokenRuns.contains(run, message.from()) || waiting.size() >= limits.waiting()) {
      brokenRuns.add(run, message.from());
      return Future.succeededFuture(new GatewayRequest.NotDelivered());
    }
    Promise<DeliveryAnswer> answer = Promise.promise();
    repetitions.begin(message, answer);
    waiting.add(new Waiting(message, run, answer, clock.millis()));
    giveAllThatMay();
    watch.arm();
    return answer.future();
  }

  /** What comes behind a repetition is in its run, not in that of the first. */
  private void breakUnlessDelivered(ChatMessage message, long run, DeliveryAnswer answer) {
    if (!(answer instanceof GatewayRequest.Delivered)) {
      brokenRuns.add(run, message.from());
    }
  }

  /** The store has the last word on blocks: it may know of an end of this one already. */
  private DeliveryAnswer refuseAsBlocked(ChatMessage message, long run) {
    brokenRuns.add(run, message.from());
    return new GatewayRequest.BlockedByRecipient();
  }

  /**
   * The client has shown a message: the oldest with this id, as two senders may choose the same.
   */
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

  @Override
  public long timesGiven() {
    return timesGiven;
  }

  @Override
  public boolean hasAcknowledged(long number) {
    return given.isEmpty() || given.element().number() > number;
  }

  /** Something was stored meanwhile: it comes before anything that comes live after this. */
  void nudge() {
    mail.nudge();
    giveAllThatMay();
  }

  /** Something may have been stored meanwhile: it is looked for before the next live message. */
  void expectStored() {
    mail.nudge();
  }

  /**
   * Messages could not find this session: nothing live is given until it is {@link #restored},
   * since what was stored meanwhile comes first.
   */
  void lost() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** Messages can find this session again. */
  void restored() {
    lost = false;
    nudge();
  }

  /** Gives back what waits from a sender whom the user has just blocked. */
  void dropFrom(Username sender) {
    Iterator<Waiting> oldestFirst = waiting.iterator();
    while (oldestFirst.hasNext()) {
      Waiting one = oldestFirst.next();
      if (one.message().from().equals(sender)) {
        oldestFirst.remove();
        one.answer().complete(refuseAsBlocked(one.message(), one.run()));
      }
    }
  }

  /**
   * Gives back, in order, all that the client has not acknowledged. Idempotent.
   *
   * @return completed when what it has acknowledged is removed from the store, or cannot be now
   */
  Future<Void> close() {
    closed = true;
    while (!given.isEmpty()) {
      if (given.remove().origin() instanceof FromSender sender) {
        sender.answer().complete(new GatewayRequest.NotAcknowledged());
      }
    }
    giveBackWaiting();
    return mail.close();
  }

  private void giveBackWaiting() {
    while (!waiting.isEmpty()) {
      Waiting next = waiting.remove();
      brokenRuns.add(next.run());
      next.answer().complete(new GatewayRequest.NotDelivered());
    }
  }

  private void giveAllThatMay() {
    while (mayGive()) {
      KeptMessage stored = mail.poll();
      if (stored != null) {
        give(stored.message(), new FromStore(stored.position()));
      } else if (!lost && mail.isExhausted() && !waiting.isEmpty()) {
        giveLive(waiting.remove());
      } else {
        return;
      }
    }
  }

  private boolean mayGive() {
    return started && !closed && given.size() < limits.unacknowledged() && !outlet.isFull();
  }

  private void giveLive(Waiting next) {
    // Blocked while it waited, or before this session knew whom its user blocks.
    if (blocks.contains(next.message().from())) {
      next.answer().complete(refuseAsBlocked(next.message(), next.run()));
    } else {
      give(next.message(), new FromSender(next.answer()));
    }
  }

  private void give(ChatMessage message, Origin origin) {
    Given one = new Given(message.id(), origin, clock.millis(), ++timesGiven);
    given.add(one);
    Future<Void> written = outlet.write(message, origin instanceof FromStore);
    if (!acknowledges) {
      written.onSuccess(done -> acknowledgeWritten(one));
    }
    watch.arm();
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
      case FromStore store -> mail.acknowledged(store.position());
      case FromSender live -> live.answer().complete(new GatewayRequest.Delivered());
    }
  }

  private final class Watched implements DeliveryWatch.Watched {
    @Override
    public long givenSince() {
      return given.isEmpty() ? NOTHING : given.element().since();
    }

    @Override
    public long waitingSince() {
      return waiting.isEmpty() ? NOTHING : waiting.element().since();
    }

    @Override
    public void tooSlow() {
      outlet.tooSlow();
    }

    @Override
    public void giveBackWaiting() {
      Inbox.this.giveBackWaiting();
    }
  }
}
