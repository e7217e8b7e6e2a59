// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.loop.TimeLimit;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The typed event bus: questions with checked answers, and events. This package alone touches the
 * {@link EventBus}. Any thread may ask; services are called on the context on which they began to
 * serve, and all answers arrive on the asker's context.
 *
 * <p>In a cluster several nodes may offer a service. Questions about the same user go to the same
 * instance as long as it lives; when it dies, what it has not answered is asked again of another.
 */
public final class Bus {
  private static final Logger log = LoggerFactory.getLogger(Bus.class);
  private static final String PRESENCE_EVENTS = "parley.presence.events";

  /** How long an instance that leaves may take to answer what it was asked. */
  private static final Duration FINISHING = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final EventBus eventBus;
  private final String node;
  private final Witness witness;
  private final Exchange exchange;
  private final Nodes nodes;
  private volatile @Nullable Relay relay;

  private Bus(Vertx vertx, String node, Witness witness) {
    this.vertx = vertx;
    this.eventBus = vertx.eventBus();
    this.node = node;
    this.witness = witness;
    this.exchange = new Exchange(eventBus);
    this.nodes = new Nodes(vertx, node);
  }

  /** The bus of this Vert.x, as a node of its own, with nobody who counts its questions. */
  public static Bus on(Vertx vertx) {
    return on(vertx, UUID.randomUUID().toString());
  }

  static Bus on(Vertx vertx, String node) {
    return on(vertx, node, (question, ending, nanos) -> {});
  }

  /**
   * The bus of this Vert.x, with the codecs that it needs. Call once for each Vert.x.
   *
   * @param node of this boot
   */
  public static Bus on(Vertx vertx, String node, Witness witness) {
    EventBus eventBus = vertx.eventBus();
    eventBus.registerCodec(RecordCodec.INSTANCE);
    eventBus.registerDefaultCodec(RequestRefused.class, RefusalCodec.INSTANCE);
    eventBus.codecSelector(
        body -> RecordCodec.INSTANCE.carries(body.getClass()) ? RecordCodec.NAME : null);
    return new Bus(vertx, node, witness);
  }

  /**
   * Begins to work with other nodes. Call before anything is served.
   *
   * @return completed when others can be heard
   */
  public Future<Void> join(Membership membership) {
    Relay joined = new Relay(vertx, new Exchange(eventBus, Optional.of(node)), nodes.directory());
    nodes.directory().listen(joined);
    joined.start();
    relay = joined;
    return nodes.join(membership);
  }

  /** Ends the work with other nodes. Call when nothing is served any more. */
  public void leave() {
    nodes.leave();
  }

  /** The nodes that work together. */
  public Nodes nodes() {
    return nodes;
  }

  /**
   * Asks whoever answers this question. Fails with nothing but {@link RequestRefused}; an answer
   * that does not come in the question's time is {@link FailureCode#UNAVAILABLE}, and then the
   * effect may have happened or not.
   */
  public <R> Future<R> ask(Request<R> question) {
    Relay cluster = relay;
    long start = System.nanoTime();
    Future<R> answer = cluster == null ? askHere(question) : cluster.ask(question);
    return witnessed(question, answer, start);
  }

  <R> Future<R> ask(Request<R> question, Duration patience) {
    return witnessed(question, askHere(question, patience), System.nanoTime());
  }

  private <R> Future<R> witnessed(Request<R> question, Future<R> answer, long start) {
    return answer.transform((value, failure) -> {
      witness.asked(question, ending(failure), System.nanoTime() - start);
      return failure == null
          ? Future.succeededFuture(value)
          : Future.failedFuture(asRefusal(question, failure));
    });
  }

  private static Witness.Ending ending(@Nullable Throwable failure) {
    if (failure == null) {
      return Witness.Ending.ANSWERED;
    }
    return failure instanceof RequestRefused ? Witness.Ending.REFUSED : Witness.Ending.UNANSWERED;
  }

  private <R> Future<R> askHere(Request<R> question) {
    return askHere(question, question.patience());
  }

  private <R> Future<R> askHere(Request<R> question, Duration patience) {
    Instance instance =
        question instanceof GatewayRequest<?> ofGateway
            ? Instance.of(ofGateway.gateway())
            : new Instance(question.service(), node);
    return exchange.ask(question, instance, patience);
  }

  /**
   * Answers the questions of a service, as this node's instance of it.
   *
   * @return completed when all nodes can ask it
   */
  public <Q extends Request<?>> Future<Registration> serve(
      Service service, Class<Q> family, Function<Q, ? extends Future<?>> answers) {
    return serve(new Instance(service, node), family, answers);
  }

  /** Answers the questions to one gateway. */
  public <Q extends Request<?>> Future<Registration> serve(
      GatewayId gateway, Class<Q> family, Function<Q, ? extends Future<?>> answers) {
    return serve(Instance.of(gateway), family, answers);
  }

  private <Q extends Request<?>> Future<Registration> serve(
      Instance instance, Class<Q> family, Function<Q, ? extends Future<?>> answers) {
    Answering<Q> answering =
        new Answering<>(
            eventBus,
            instance,
            family,
            () -> nodes.mayAnswer(instance.service()),
            nodes::met,
            answers);
    return answering
        .known()
        .map(known -> {
          nodes.serves(instance);
          return () -> end(instance, answering);
        });
  }

  private Future<Void> end(Instance instance, Answering<?> answering) {
    if (!nodes.isClustered()) {
      nodes.ends(instance);
      return answering.end();
    }
    nodes.leaves(instance);
    return TimeLimit.within(FINISHING, answering.finished())
        .otherwiseEmpty()
        .eventually(answering::end)
        .onComplete(ended -> nodes.ends(instance));
  }

  /**
   * Tells all who subscribed. Nobody answers, and one who is away at the moment never hears of it.
   */
  public void publish(PresenceEvent event) {
    eventBus.publish(PRESENCE_EVENTS, event);
  }

  /** Hears of all comings and goings from now on. */
  public Future<Registration> subscribe(Consumer<PresenceEvent> listener) {
    MessageConsumer<Object> consumer =
        eventBus.consumer(
            PRESENCE_EVENTS,
            message -> {
              if (message.body() instanceof PresenceEvent event) {
                listener.accept(event);
              }
            });
    return consumer.completion().map(done -> () -> Answering.end(consumer));
  }

  private static RequestRefused asRefusal(Request<?> question, Throwable failure) {
    if (failure instanceof RequestRefused refusal) {
      return refusal;
    }
    log.atWarn()
        .addKeyValue("service", question.service().word())
        .addKeyValue("question", question.getClass().getSimpleName())
        .addKeyValue("why", failure.getMessage())
        .log("a question got no answer");
    return new RequestRefused(
        FailureCode.UNAVAILABLE, "no answer from " + question.service().word());
  }

  /** A service or listener that is registered on the bus. */
  @FunctionalInterface
  public interface Registration {
    /** Completed when no more questions come here. */
    Future<Void> end();
  }
}
