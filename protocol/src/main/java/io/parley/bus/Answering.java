// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.bus.Succession.Verdict;
import io.parley.loop.TimeLimit;
import io.parley.model.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance as it answers the questions of its family. Whatever the service throws or fails with
 * is told to the asker at once: what is not answered, the asker waits for in vain.
 */
final class Answering<Q extends Request<?>> {
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private static final Duration UNREGISTERING = Duration.ofSeconds(2);

  private static final RequestRefused BEHIND_A_REFUSAL =
      new RequestRefused(FailureCode.UNAVAILABLE, "one before it was refused for now");

  private final Class<Q> family;
  private final BooleanSupplier mayAnswer;
  private final Consumer<String> askers;
  private final Function<Q, ? extends Future<?>> service;
  private final MessageConsumer<Object> consumer;
  private final Succession succession = new Succession(System::nanoTime);
  private final AtomicInteger underWay = new AtomicInteger();
  private final Promise<Void> idle = Promise.promise();
  private volatile boolean ending;

  /**
   * @param askers hears of each node that asks, before it is answered
   */
  Answering(
      EventBus eventBus,
      Instance instance,
      Class<Q> family,
      BooleanSupplier mayAnswer,
      Consumer<String> askers,
      Function<Q, ? extends Future<?>> service) {
    this.family = family;
    this.mayAnswer = mayAnswer;
    this.askers = askers;
    this.service = service;
    this.consumer = eventBus.consumer(instance.address(), this::answer);
  }

  /** Completed when every node knows that it answers here. */
  Future<Void> known() {
    return consumer.completion();
  }

  /** Completed when all that it was asked is answered. Call when nothing new comes. */
  Future<Void> finished() {
    ending = true;
    if (underWay.get() == 0) {
      idle.tryComplete();
    }
    return idle.future();
  }

  Future<Void> end() {
    return end(consumer);
  }

  /**
   * Nothing comes any more. The others are told of it, but not waited for long: what is left in the
   * register of a cluster that falls apart misleads nobody, as no address is used twice.
   */
  static Future<Void> end(MessageConsumer<?> consumer) {
    return TimeLimit.within(UNREGISTERING, consumer.unregister()).otherwiseEmpty();
  }

  private void answer(Message<Object> message) {
    if (!mayAnswer.getAsBoolean()) {
      message.fail(Exchange.ASK_ANOTHER, "cut off from the cluster");
      return;
    }
    Optional.ofNullable(message.headers().get(Exchange.ASKER)).ifPresent(askers);
    Optional<Place> place = Place.of(message);
    switch (place.map(own -> succession.judge(own.line(), own.turn())).orElse(Verdict.IN_TURN)) {
      case OUT_OF_TURN -> message.fail(Exchange.OUT_OF_TURN, "one before it has not come");
      case BEHIND_A_REFUSAL -> message.reply(BEHIND_A_REFUSAL);
      case IN_TURN -> answer(message, place);
    }
  }

  private void answer(Message<Object> message, Optional<Place> place) {
    underWay.incrementAndGet();
    carryOut(message)
        .onComplete(
            value -> reply(message, value),
            failure -> {
              RequestRefused refusal = asRefusal(message, failure);
              if (RequestRefused.isForNow(refusal)) {
                place.ifPresent(own -> succession.refused(own.line(), own.turn()));
              }
              message.reply(refusal);
            })
        .onComplete(answered -> {
          if (underWay.decrementAndGet() == 0 && ending) {
            idle.tryComplete();
          }
        });
  }

  /** Where a question stands in its line. */
  private record Place(Succession.Line line, Turn turn) {
    /**
     * Empty where it stands in none; and where it cannot be read, which its asker is told later.
     */
    static Optional<Place> of(Message<Object> message) {
      MultiMap headers = message.headers();
      if (!headers.contains(Exchange.RUN)) {
        return Optional.empty();
      }
      try {
        return message.body() instanceof Request<?> question
            ? Optional.of(
                new Place(
                    new Succession.Line(headers.get(Exchange.ASKER), question.line()),
                    new Turn(
                        Long.parseLong(headers.get(Exchange.RUN)),
                        Long.parseLong(headers.get(Exchange.NUMBER)))))
            : Optional.empty();
      } catch (RuntimeException unreadable) {
        return Optional.empty();
      }
    }
  }

  // Errors are caught too, for the asker's sake.
  private Future<?> carryOut(Message<Object> message) {
    try {
      Object body = message.body();
      if (!family.isInstance(body)) {
        throw new RequestRefused(FailureCode.UNAVAILABLE, "not a question for " + family);
      }
      return Objects.requireNonNull(service.apply(family.cast(body)), "a service gave no future");
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }

  private static void reply(Message<Object> message, @Nullable Object value) {
    try {
      message.reply(Objects.requireNonNull(value, "a service gave no answer"));
    } catch (RuntimeException unsent) {
      message.reply(asRefusal(message, unsent));
    }
  }

  private static RequestRefused asRefusal(Message<?> message, Throwable failure) {
    if (failure instanceof RequestRefused refusal) {
      return refusal;
    }
    log.atError()
        .setCause(failure)
        .addKeyValue("address", message.address())
        .log("a question could not be answered");
    return new RequestRefused(FailureCode.UNAVAILABLE, "failed at " + message.address());
  }
}
