// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The typed event bus: questions with checked answers, and events. The only type that touches the
 * {@link EventBus}. Any thread may ask; services are called on the context on which they began to
 * serve, and all answers arrive on the asker's context.
 */
public final class Bus {
  private static final Logger log = LoggerFactory.getLogger(Bus.class);

  private final EventBus eventBus;
  private final Witness witness;

  private Bus(EventBus eventBus, Witness witness) {
    this.eventBus = eventBus;
    this.witness = witness;
  }

  /** The bus of this Vert.x, with nobody who counts its questions. */
  public static Bus on(Vertx vertx) {
    return on(vertx, (question, ending, nanos) -> {});
  }

  /** The bus of this Vert.x, with the codecs that it needs. Call once for each Vert.x. */
  public static Bus on(Vertx vertx, Witness witness) {
    EventBus eventBus = vertx.eventBus();
    eventBus.registerCodec(RecordCodec.INSTANCE);
    eventBus.registerDefaultCodec(RequestRefused.class, RefusalCodec.INSTANCE);
    eventBus.codecSelector(
        body -> RecordCodec.INSTANCE.carries(body.getClass()) ? RecordCodec.NAME : null);
    return new Bus(eventBus, witness);
  }

  /**
   * Asks whoever answers this question. Fails with nothing but {@link RequestRefused}; an answer
   * that does not come in the question's time is {@link FailureCode#UNAVAILABLE}, and then the
   * effect may have happened or not.
   */
  public <R> Future<R> ask(Request<R> question) {
    return ask(question, question.patience());
  }

  <R> Future<R> ask(Request<R> question, Duration patience) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(patience.toMillis());
    long start = System.nanoTime();
    Future<Message<R>> asked;
    try {
      asked = eventBus.request(question.address().value(), question, options);
    } catch (RuntimeException closed) {
      // The event bus throws where it is closed already.
      return Future.failedFuture(asRefusal(question, closed));
    }
    return asked.transform((message, failure) -> {
      witness.asked(question, ending(failure), System.nanoTime() - start);
      return failure == null
          ? answerIn(message, question)
          : Future.failedFuture(asRefusal(question, failure));
    });
  }

  private static Witness.Ending ending(@Nullable Throwable failure) {
    if (failure == null) {
      return Witness.Ending.ANSWERED;
    }
    return failure instanceof RequestRefused ? Witness.Ending.REFUSED : Witness.Ending.UNANSWERED;
  }

  private static <R> Future<R> answerIn(Message<R> message, Request<R> question) {
    try {
      // Decoded only here if it came from another node, perhaps one of another version.
      R answer = message.body();
      if (answer == null || (Object) answer instanceof RecordCodec.Unknown) {
        throw new IllegalStateException("not an answer: " + answer);
      }
      return Future.succeededFuture(answer);
    } catch (RuntimeException unreadable) {
      return Future.failedFuture(asRefusal(question, unreadable));
    }
  }

  /**
   * Answers the questions of one family that come to an address. Whatever the service throws or
   * fails with is told to the asker at once.
   *
   * @return completed when every node knows that this address answers here
   */
  public <Q extends Request<?>> Future<Registration> serve(
      Address address, Class<Q> family, Function<Q, ? extends Future<?>> service) {
    MessageConsumer<Object> consumer =
        eventBus.consumer(address.value(), message -> answer(message, family, service));
    return consumer.completion().map(done -> consumer::unregister);
  }

  /**
   * Tells all who subscribed. Nobody answers, and one who is away at the moment never hears of it.
   */
  public void publish(PresenceEvent event) {
    eventBus.publish(Address.PRESENCE_EVENTS.value(), event);
  }

  /** Hears of all comings and goings from now on. */
  public Future<Registration> subscribe(Consumer<PresenceEvent> listener) {
    MessageConsumer<Object> consumer =
        eventBus.consumer(
            Address.PRESENCE_EVENTS.value(),
            message -> {
              if (message.body() instanceof PresenceEvent event) {
                listener.accept(event);
              }
            });
    return consumer.completion().map(done -> consumer::unregister);
  }

  private static <Q extends Request<?>> void answer(
      Message<Object> message, Class<Q> family, Function<Q, ? extends Future<?>> service) {
    carryOut(message, family, service)
        .onComplete(
            value -> reply(message, value), failure -> message.reply(asRefusal(message, failure)));
  }

  // Whatever is not answered here, the asker waits for in vain: so errors are caught too.
  private static <Q extends Request<?>> Future<?> carryOut(
      Message<Object> message, Class<Q> family, Function<Q, ? extends Future<?>> service) {
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

  private static RequestRefused asRefusal(Request<?> question, Throwable failure) {
    if (failure instanceof RequestRefused refusal) {
      return refusal;
    }
    String why =
        failure instanceof ReplyException reply ? reply.failureType().name() : failure.toString();
    log.atWarn()
        .addKeyValue("address", question.address())
        .addKeyValue("question", question.getClass().getSimpleName())
        .addKeyValue("why", why)
        .log("a question got no answer");
    return new RequestRefused(FailureCode.UNAVAILABLE, "no answer from " + question.address());
  }

  /** A service or listener that is registered on the bus. */
  @FunctionalInterface
  public interface Registration {
    /** Completed when no more questions come here. */
    Future<Void> end();
  }
}
