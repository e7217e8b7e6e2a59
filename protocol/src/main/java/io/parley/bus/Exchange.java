// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Optional;

/** One question and one answer on the event bus. Any thread. */
final class Exchange {
  /** What an instance says that must not answer now; it has done nothing. */
  static final int ASK_ANOTHER = 1;

  /** What an instance says that misses something which came before; it has done nothing. */
  static final int OUT_OF_TURN = 2;

  /** Under which a question tells the node that asks. */
  static final String ASKER = "asker";

  /** Under which a question tells its turn in its line. */
  static final String RUN = "run";

  static final String NUMBER = "number";

  private final EventBus eventBus;
  private final Optional<String> node;

  /** Why there was no answer; a refusal is an answer. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String why, Throwable cause) {
      super(why, cause, false, false);
    }

    /** Why there was none, if there was none. */
    static Optional<Unanswered> in(AsyncResult<?> answered) {
      return answered.cause() instanceof Unanswered unanswered
          ? Optional.of(unanswered)
          : Optional.empty();
    }

    /** Whether the question certainly had no effect, and another instance may be asked. */
    boolean reachedNobody() {
      return getCause() instanceof ReplyException reply
          && (reply.failureType() == ReplyFailure.NO_HANDLERS
              || reply.failureCode() == ASK_ANOTHER);
    }

    /** Whether one before it in its line has not come; the question had no effect. */
    boolean isOutOfTurn() {
      return getCause() instanceof ReplyException reply && reply.failureCode() == OUT_OF_TURN;
    }
  }

  /** For questions that stay within this node. */
  Exchange(EventBus eventBus) {
    this(eventBus, Optional.empty());
  }

  /**
   * @param node that asks, if those who answer may not know it yet
   */
  Exchange(EventBus eventBus, Optional<String> node) {
    this.eventBus = eventBus;
    this.node = node;
  }

  /** Asks; fails with {@link RequestRefused} or {@link Unanswered} and nothing else. */
  <R> Future<R> ask(Request<R> question, Instance instance, Duration patience) {
    return ask(question, instance, patience, Optional.empty());
  }

  /**
   * Asks, as {@link #ask(Request, Instance, Duration)}, one of a line.
   *
   * @param turn which the question has in its line, if it stands in one
   */
  <R> Future<R> ask(
      Request<R> question, Instance instance, Duration patience, Optional<Turn> turn) {
    DeliveryOptions options =
        new DeliveryOptions().setSendTimeout(Math.max(1, patience.toMillis()));
    node.ifPresent(asker -> options.addHeader(ASKER, asker));
    turn.ifPresent(place ->
        options
            .addHeader(RUN, Long.toString(place.run()))
            .addHeader(NUMBER, Long.toString(place.number())));
    Future<Message<R>> asked;
    try {
      asked = eventBus.request(instance.address(), question, options);
    } catch (RuntimeException closed) {
      // The event bus throws where it is closed already.
      return failed(closed);
    }
    return asked.transform(
        (message, failure) -> failure == null ? answerIn(message) : failed(failure));
  }

  private static <R> Future<R> answerIn(Message<R> message) {
    try {
      // Decoded only here if it came from another node, perhaps one of another version.
      R answer = message.body();
      if (answer == null || (Object) answer instanceof RecordCodec.Unknown) {
        throw new IllegalStateException("not an answer: " + answer);
      }
      return Future.succeededFuture(answer);
    } catch (RuntimeException unreadable) {
      return failed(unreadable);
    }
  }

  private static <R> Future<R> failed(Throwable failure) {
    if (failure instanceof RequestRefused) {
      return Future.failedFuture(failure);
    }
    String why =
        failure instanceof ReplyException reply ? reply.failureType().name() : failure.toString();
    return Future.failedFuture(new Unanswered(why, failure));
  }
}
