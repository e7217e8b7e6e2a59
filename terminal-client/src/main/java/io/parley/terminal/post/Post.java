// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.terminal.link.Backoff;
import io.parley.terminal.link.Lifeline;
import io.parley.terminal.link.LinkLost;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters until the server has answered for each, over as many connections as that takes.
 * Letters to one recipient go one after another, so that a second attempt cannot overtake; those to
 * others do not wait for them. Event loop only.
 */
public final class Post {
  private static final int MOST_UNDER_WAY = 32;
  private static final Duration SLOW = Duration.ofMillis(300);

  /** Why a letter has no answer yet. */
  public enum Delay {
    /** The answer takes longer than a person expects. */
    SLOW,
    /** There is no connection. */
    OFFLINE,
    /** The server could not answer for it; it is sent again. */
    REFUSED_FOR_NOW
  }

  /** Who hears what becomes of letters. */
  public interface Listener {
    /** The server has promised. */
    void accepted(Letter letter, Reply.MessageAccepted reply);

    /** The server will never take this letter. */
    void refused(Letter letter, Reply.Refused reply);

    /** There is no answer yet; at most once for each letter. */
    void delayed(Letter letter, Delay why);
  }

  private final Vertx vertx;
  private final Lifeline lifeline;
  private final Backoff backoff;
  private final Listener listener;
  private final Consumer<MessageId> settled;
  private final Map<String, Lane> recipientToLane = new LinkedHashMap<>();
  private int underWay;
  private @Nullable Promise<Void> idle;

  /**
   * @param settled hears which letter need not be kept any more
   */
  public Post(
      Vertx vertx,
      Lifeline lifeline,
      Backoff backoff,
      Listener listener,
      Consumer<MessageId> settled) {
    this.vertx = vertx;
    this.lifeline = lifeline;
    this.backoff = backoff;
    this.listener = listener;
    this.settled = settled;
  }

  /** Takes a letter; the future is the server's last word on it, and fails if there is none. */
  public Future<Reply> send(Letter letter) {
    Lane.Item item = new Lane.Item(letter);
    Lane lane = recipientToLane.computeIfAbsent(letter.to(), to -> new Lane());
    lane.items.add(item);
    if (!lifeline.isOnline()) {
      delayed(item, Delay.OFFLINE);
    } else {
      long timer = vertx.setTimer(SLOW.toMillis(), id -> delayed(item, Delay.SLOW));
      item.answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }
    advance(lane);
    return item.answer.future();
  }

  /** There is a session again: all that has no answer goes once more, with the same ids. */
  public void back() {
    for (Lane lane : List.copyOf(recipientToLane.values())) {
      if (lane.timer >= 0) {
        vertx.cancelTimer(lane.timer);
        lane.timer = -1;
        lane.busy = false;
      }
      advance(lane);
    }
  }

  /** How many letters have no answer yet. */
  public int unanswered() {
    return recipientToLane.values().stream().mapToInt(lane -> lane.items.size()).sum();
  }

  /** Completes as soon as every letter has its answer. */
  public Future<Void> idle() {
    if (recipientToLane.isEmpty()) {
      return Future.succeededFuture();
    }
    if (idle == null) {
      idle = Promise.promise();
    }
    return idle.future();
  }

  /** There will be no further session: what has no answer now gets none from this client. */
  public void abandon() {
    List<Lane> lanes = List.copyOf(recipientToLane.values());
    recipientToLane.clear();
    for (Lane lane : lanes) {
      vertx.cancelTimer(lane.timer);
      lane.items.forEach(item -> item.answer.tryFail(new LinkLost()));
    }
    if (idle != null) {
      idle.tryComplete();
    }
  }

  private void advance(Lane lane) {
    Lane.Item item = lane.items.peek();
    if (item == null || lane.busy || underWay >= MOST_UNDER_WAY || !lifeline.isOnline()) {
      return;
    }
    lane.busy = true;
    underWay++;
    Letter letter = item.letter;
    lifeline
        .ask(new Command.Message(letter.to(), letter.text(), Optional.of(letter.id())))
        .onComplete(
            reply -> {
              underWay--;
              lane.busy = false;
              answered(lane, item, reply);
            },
            lost -> {
              underWay--;
              lane.busy = false;
              delayed(item, Delay.OFFLINE);
            });
  }

  private void answered(Lane lane, Lane.Item item, Reply reply) {
    switch (reply) {
      case Reply.MessageAccepted accepted -> {
        listener.accepted(item.letter, accepted);
        settle(lane, item, reply);
      }
      case Reply.Refused refused when passes(refused.code()) -> retry(lane, item, refused);
      case Reply.Refused refused -> {
        listener.refused(item.letter, refused);
        settle(lane, item, reply);
      }
      default -> throw new IllegalStateException("no answer to a message: " + reply);
    }
    List.copyOf(recipientToLane.values()).forEach(this::advance);
  }

  private static boolean passes(FailureCode code) {
    return switch (code) {
      case UNAVAILABLE, RATE_LIMITED, SHUTTING_DOWN, NOT_LOGGED_IN -> true;
      default -> false;
    };
  }

  private void retry(Lane lane, Lane.Item item, Reply.Refused refused) {
    delayed(item, Delay.REFUSED_FOR_NOW);
    Duration wait = backoff.before(++lane.failures);
    Duration least = refused.retryAfter().orElse(Duration.ZERO);
    long millis = Math.max(1, Math.max(wait.toMillis(), least.toMillis()));
    lane.busy = true;
    lane.timer =
        vertx.setTimer(
            millis,
            id -> {
              lane.timer = -1;
              lane.busy = false;
              advance(lane);
            });
  }

  private void settle(Lane lane, Lane.Item item, Reply reply) {
    lane.items.remove(item);
    lane.failures = 0;
    if (lane.items.isEmpty()) {
      recipientToLane.remove(item.letter.to());
    }
    settled.accept(item.letter.id());
    item.answer.complete(reply);
    if (recipientToLane.isEmpty() && idle != null) {
      idle.complete();
      idle = null;
    }
  }

  private void delayed(Lane.Item item, Delay why) {
    if (!item.told) {
      item.told = true;
      listener.delayed(item.letter, why);
    }
  }
}
