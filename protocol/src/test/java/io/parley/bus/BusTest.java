// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.AuthRequest.Existence;
import io.parley.bus.AuthRequest.Exists;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BusTest {
  private static final Exists QUESTION = new Exists(new Username("hans"));
  private static final Existence ANSWER = new Existence(true);
  private static final String AUTH_HERE = new Instance(Service.AUTH, "here").address();
  private static final PresenceEvent EVENT =
      new PresenceEvent.Joined(new Username("hans"), Instant.EPOCH, Set.of());

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx, "here");

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void aQuestionIsAnswered() throws Exception {
    // Given
    serve(question -> Future.succeededFuture(ANSWER));

    // When
    Existence answer = bus.ask(QUESTION).await(5, SECONDS);

    // Then
    assertThat(answer).isSameAs(ANSWER);
  }

  @Test
  void aRefusalArrivesAsItWasMade() throws Exception {
    // Given
    serve(question ->
        Future.failedFuture(
            new RequestRefused(FailureCode.LOCKED, "three times", Duration.ofSeconds(60))));

    // When / Then
    assertThatThrownBy(() -> bus.ask(QUESTION).await(5, SECONDS))
        .asInstanceOf(InstanceOfAssertFactories.type(RequestRefused.class))
        .satisfies(refusal -> {
          assertThat(refusal.code()).isEqualTo(FailureCode.LOCKED);
          assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(60));
        });
  }

  @Test
  void aWitnessHearsHowEveryQuestionEnded() throws Exception {
    // Given
    BlockingQueue<Witness.Ending> endings = new LinkedBlockingQueue<>();
    Vertx other = Vertx.vertx();
    Bus watched =
        Bus.on(
            other,
            "here",
            (question, ending, nanos) -> {
              assertThat(question).isEqualTo(QUESTION);
              assertThat(nanos).isPositive();
              endings.add(ending);
            });
    // When, Then
    try {
      assertIsUnavailable(watched.ask(QUESTION));
      assertThat(endings.poll(5, SECONDS)).isEqualTo(Witness.Ending.UNANSWERED);
      watched
          .serve(Service.AUTH, AuthRequest.class, question -> Future.succeededFuture(ANSWER))
          .await(5, SECONDS);
      watched.ask(QUESTION).await(5, SECONDS);
      assertThat(endings.poll(5, SECONDS)).isEqualTo(Witness.Ending.ANSWERED);
    } finally {
      other.close().await(10, SECONDS);
    }
  }

  @Test
  void aWitnessHearsOfARefusal() throws Exception {
    // Given
    BlockingQueue<Witness.Ending> endings = new LinkedBlockingQueue<>();
    Vertx other = Vertx.vertx();
    Bus watched = Bus.on(other, "here", (question, ending, nanos) -> endings.add(ending));
    // When, Then
    try {
      watched
          .serve(
              Service.AUTH,
              AuthRequest.class,
              question -> Future.failedFuture(new RequestRefused(FailureCode.LOCKED, "so")))
          .await(5, SECONDS);
      assertThatThrownBy(() -> watched.ask(QUESTION).await(5, SECONDS))
          .isInstanceOf(RequestRefused.class);
      assertThat(endings.poll(5, SECONDS)).isEqualTo(Witness.Ending.REFUSED);
    } finally {
      other.close().await(10, SECONDS);
    }
  }

  @Test
  void aServiceThatThrowsAnswersAtOnce() throws Exception {
    serve(question -> {
      throw new IllegalStateException("a fault of the service, logged on purpose");
    });

    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void aServiceThatBreaksDownAnswersAtOnce() throws Exception {
    serve(question -> {
      throw new StackOverflowError("an error of the service, logged on purpose");
    });

    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void aServiceThatFailsUnforeseenAnswersAtOnce() throws Exception {
    serve(question -> Future.failedFuture("a failure of the service, logged on purpose"));

    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  @SuppressWarnings("NullAway")
  void aServiceThatAnswersNothingAnswersAtOnce() throws Exception {
    serve(question -> Future.succeededFuture(null));

    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  @SuppressWarnings("NullAway")
  void aServiceWithoutAFutureAnswersAtOnce() throws Exception {
    serve(question -> null);

    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void anAnswerThatCannotTravelIsARefusalAtOnce() throws Exception {
    serve(question -> Future.succeededFuture(new Object()));

    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void anAnswerOfANewerVersionIsARefusal() throws Exception {
    // Given: a service that answers what this version decodes as unknown.
    vertx
        .eventBus()
        .consumer(
            AUTH_HERE,
            message ->
                message.reply(
                    new RecordCodec.Unknown("Existence2"),
                    new DeliveryOptions().setCodecName(RecordCodec.NAME)))
        .completion()
        .await(5, SECONDS);

    // When / Then
    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void aQuestionOfTheWrongFamilyIsRefused() throws Exception {
    // Given
    bus.serve(Service.AUTH, PresenceRequest.class, question -> Future.succeededFuture(Done.DONE))
        .await(5, SECONDS);

    // When / Then
    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void aQuestionThatThisVersionDoesNotKnowIsRefused() throws Exception {
    // Given
    serve(question -> Future.succeededFuture(ANSWER));

    // When
    Future<?> asked =
        vertx
            .eventBus()
            .request(
                AUTH_HERE,
                new RecordCodec.Unknown("AuthRequest$Teleport"),
                new DeliveryOptions().setCodecName(RecordCodec.NAME));

    // Then
    assertThatThrownBy(() -> asked.await(5, SECONDS))
        .asInstanceOf(InstanceOfAssertFactories.type(RequestRefused.class))
        .extracting(RequestRefused::code)
        .isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void whereNobodyAnswersTheServiceIsUnavailable() {
    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnavailable() throws Exception {
    // Given
    serve(question -> Promise.promise().future());

    // When
    Future<?> asked = bus.ask(QUESTION, Duration.ofMillis(50));

    // Then
    assertIsUnavailable(asked);
  }

  @Test
  void whoAsksAfterTheEndIsRefusedAndNotThrownAt() throws Exception {
    // Given
    vertx.close().await(10, SECONDS);

    // When / Then
    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void aRegistrationThatEndsAnswersNoMore() throws Exception {
    // Given
    Bus.Registration registration = serve(question -> Future.succeededFuture(ANSWER));

    // When
    registration.end().await(5, SECONDS);

    // Then
    assertIsUnavailable(bus.ask(QUESTION, Duration.ofMinutes(1)));
  }

  @Test
  void answersArriveOnTheAskersContext() throws Exception {
    // Given
    serve(question -> Future.succeededFuture(ANSWER));
    Context asker = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();

    // When
    asker.runOnContext(
        now -> bus.ask(QUESTION).onComplete(done -> answered.complete(Vertx.currentContext())));

    // Then
    assertThat(answered.future().await(5, SECONDS)).isSameAs(asker);
  }

  @Test
  void anEventIsToldToAllWhoSubscribed() throws Exception {
    // Given
    BlockingQueue<PresenceEvent> first = new LinkedBlockingQueue<>();
    BlockingQueue<PresenceEvent> second = new LinkedBlockingQueue<>();
    bus.subscribe(first::add).await(5, SECONDS);
    bus.subscribe(second::add).await(5, SECONDS);

    // When
    bus.publish(EVENT);

    // Then
    assertThat(first.poll(5, SECONDS)).isSameAs(EVENT);
    assertThat(second.poll(5, SECONDS)).isSameAs(EVENT);
  }

  @Test
  void aListenerThatThrowsHearsTheNextEvent() throws Exception {
    // Given
    BlockingQueue<PresenceEvent> heard = new LinkedBlockingQueue<>();
    bus.subscribe(
            event -> {
              heard.add(event);
              throw new IllegalStateException("a fault of the listener, logged on purpose");
            })
        .await(5, SECONDS);

    // When
    bus.publish(EVENT);
    bus.publish(EVENT);

    // Then
    assertThat(heard.poll(5, SECONDS)).isSameAs(EVENT);
    assertThat(heard.poll(5, SECONDS)).isSameAs(EVENT);
  }

  private Bus.Registration serve(Function<AuthRequest<?>, Future<?>> service) throws Exception {
    @SuppressWarnings("unchecked")
    Class<AuthRequest<?>> family = (Class<AuthRequest<?>>) (Class<?>) AuthRequest.class;
    return bus.serve(Service.AUTH, family, service).await(5, SECONDS);
  }

  private static void assertIsUnavailable(Future<?> asked) {
    assertThatThrownBy(() -> asked.await(20, SECONDS))
        .isInstanceOf(ReplyException.class)
        .asInstanceOf(InstanceOfAssertFactories.type(RequestRefused.class))
        .extracting(RequestRefused::code)
        .isEqualTo(FailureCode.UNAVAILABLE);
  }
}
