// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.AuthRequest.Existence;
import io.parley.bus.AuthRequest.Exists;
import io.parley.bus.Exchange.Unanswered;
import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.MessageId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RelayTest {
  private static final Username HANS = new Username("hans");
  private static final Username YODA = new Username("yoda");
  private static final Sent DELIVERED = new Sent(DeliveryState.DELIVERED, Instant.EPOCH);
  private static final Existence YES = new Existence(true);

  private final Vertx vertx = Vertx.vertx();
  private final Directory directory = new Directory();
  private Relay relay;
  private Context asker;

  @BeforeEach
  void open() {
    Bus.on(vertx); // for its codecs
    relay = new Relay(vertx, new Exchange(vertx.eventBus()), directory);
    directory.listen(relay);
    relay.start();
    asker = vertx.getOrCreateContext();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void whatADeadInstanceHasNotAnsweredIsAskedOfAnotherInTheSameOrder() throws Exception {
    // Given
    ScriptedInstance first = there(Service.MESSAGING, "first");
    List<Future<Sent>> answers = askAll(send(1, false), send(2, true), send(3, false));
    until(() -> first.asked.size() == 3);
    ScriptedInstance second = there(Service.MESSAGING, "second");

    // When
    directory.lost(first.instance);

    // Then
    until(() -> second.asked.size() == 3);
    assertThat(second.asked).containsExactly(send(1, true), send(2, true), send(3, true));
    second.answerAll(DELIVERED);
    for (Future<Sent> answer : answers) {
      assertThat(answer.await(5, SECONDS)).isEqualTo(DELIVERED);
    }
  }

  @Test
  void anAnswerThatComesAfterAllFromTheDeadIsNotTakenForThatOfTheLiving() throws Exception {
    // Given
    ScriptedInstance first = there(Service.MESSAGING, "first");
    Future<Sent> answer = askAll(send(1, true)).getFirst();
    until(() -> first.asked.size() == 1);
    ScriptedInstance second = there(Service.MESSAGING, "second");
    directory.lost(first.instance);
    until(() -> second.asked.size() == 1);

    // When
    first.answerAll(new Sent(DeliveryState.STORED, Instant.EPOCH));
    second.answerAll(DELIVERED);

    // Then
    assertThat(answer.await(5, SECONDS)).isEqualTo(DELIVERED);
  }

  @Test
  void whatIsAskedBehindAQuestionThatIsGivenUpIsGivenUpWithIt() throws Exception {
    // Given: nobody offers the service
    Future<Sent> first = askAll(send(1, true)).getFirst();
    vertx.timer(100, MILLISECONDS).await(20, SECONDS);
    Future<Sent> second = askAll(send(2, true)).getFirst();

    // When
    assertThatThrownBy(() -> first.await(10, SECONDS)).isInstanceOf(Unanswered.class);

    // Then
    assertThatThrownBy(() -> second.await(20, SECONDS))
        .isInstanceOf(Unanswered.class)
        .hasMessage("one before it was given up");
  }

  @Test
  void whatIsAskedRightAfterALossComesAfterWhatWasAskedBefore() throws Exception {
    // Given
    ScriptedInstance first = there(Service.MESSAGING, "first");
    askAll(send(1, true), send(2, true));
    until(() -> first.asked.size() == 2);
    ScriptedInstance second = there(Service.MESSAGING, "second");

    // When
    onAsker(() -> {
      directory.lost(first.instance);
      return relay.ask(send(3, true));
    });

    // Then
    until(() -> second.asked.size() == 3);
    assertThat(second.asked).containsExactly(send(1, true), send(2, true), send(3, true));
  }

  @Test
  void questionsThatKeepTheirOrderStayWithTheirInstanceWhileAnyIsUnderWay() throws Exception {
    // Given: whoever of these two is responsible, the other one comes first.
    Instance one = new Instance(Service.MESSAGING, "one");
    Instance two = new Instance(Service.MESSAGING, "two");
    directory.serves(one);
    directory.serves(two);
    Instance responsible = directory.responsible(Service.MESSAGING, "yoda").orElseThrow();
    directory.lost(one);
    directory.lost(two);
    ScriptedInstance early = there(Service.MESSAGING, responsible.equals(one) ? "two" : "one");
    List<Future<Sent>> answers = askAll(send(1, true));
    until(() -> early.asked.size() == 1);
    ScriptedInstance late = there(Service.MESSAGING, responsible.node());

    // When
    answers.addAll(askAll(send(2, true)));

    // Then
    until(() -> early.asked.size() == 2);
    assertThat(late.asked).isEmpty();

    // When: nothing is under way any more
    early.answerAll(DELIVERED);
    for (Future<Sent> answer : answers) {
      answer.await(5, SECONDS);
    }
    askAll(send(3, true));

    // Then
    until(() -> late.asked.size() == 1);
  }

  @Test
  void anInstanceThatLeavesAnswersWhatItHasAndGetsNothingNew() throws Exception {
    // Given
    ScriptedInstance first = there(Service.AUTH, "first");
    Future<Existence> answer = askAll(new Exists(HANS)).getFirst();
    until(() -> first.asked.size() == 1);
    ScriptedInstance second = there(Service.AUTH, "second");

    // When
    directory.leaves(first.instance);
    askAll(new Exists(HANS));

    // Then
    until(() -> second.asked.size() == 1);
    first.answerAll(YES);
    assertThat(answer.await(5, SECONDS)).isEqualTo(YES);
  }

  @Test
  void aQuestionThatNobodyCanAnswerWaitsForSomebodyWhoCan() throws Exception {
    // Given
    Future<Existence> answer = askAll(new Exists(HANS)).getFirst();

    // When
    ScriptedInstance late = there(Service.AUTH, "late");

    // Then
    until(() -> late.asked.size() == 1);
    late.answerAll(YES);
    assertThat(answer.await(5, SECONDS)).isEqualTo(YES);
  }

  @Test
  void whereNobodyComesTheQuestionFails() {
    assertUnanswered(askAll(new Exists(HANS)).getFirst());
  }

  @Test
  void anInstanceThatTheBusDoesNotKnowIsPassedOver() throws Exception {
    // Given: two that are said to be there, but one of them does not listen.
    directory.serves(new Instance(Service.AUTH, "ghost"));
    ScriptedInstance real = there(Service.AUTH, "real");

    // When: whoever is responsible for each of these
    List<Future<Existence>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.addAll(askAll(new Exists(new Username("user" + i))));
    }

    // Then
    until(() -> real.asked.size() == 20);
    real.answerAll(YES);
    for (Future<Existence> answer : answers) {
      assertThat(answer.await(5, SECONDS)).isEqualTo(YES);
    }
  }

  @Test
  void anInstanceThatMustNotAnswerNowIsPassedOver() throws Exception {
    // Given
    ScriptedInstance doubtful = there(Service.MESSAGING, "doubtful");
    Future<Sent> answer = askAll(send(1, true)).getFirst();
    until(() -> doubtful.asked.size() == 1);
    ScriptedInstance trusted = there(Service.MESSAGING, "trusted");

    // When
    doubtful.refuseAll();

    // Then
    until(() -> trusted.asked.size() == 1);
    trusted.answerAll(DELIVERED);
    assertThat(answer.await(5, SECONDS)).isEqualTo(DELIVERED);
  }

  /** A connection that breaks takes with it what was written last, and the next one goes on. */
  @Test
  void whatComesBehindAQuestionThatWasLostOnTheWayWaitsForIt() throws Exception {
    // Given
    List<Object> asked = new CopyOnWriteArrayList<>();
    answering(Service.MESSAGING, "first", asked);
    theBusLoses(2, body -> body instanceof Send && !body.equals(send(3, true)));

    // When
    List<Future<Sent>> answers = askAll(send(1, true), send(2, true), send(3, true));

    // Then
    for (Future<Sent> answer : answers) {
      assertThat(answer.await(5, SECONDS)).isEqualTo(DELIVERED);
    }
    assertThat(asked).containsExactly(send(1, true), send(2, true), send(3, true));
  }

  @Test
  void whatWasLostWithNothingBehindItIsAskedOnceMoreAfterAWhile() throws Exception {
    // Given
    List<Object> asked = new CopyOnWriteArrayList<>();
    answering(Service.MESSAGING, "first", asked);
    theBusLoses(1, Send.class::isInstance);

    // When
    Future<Sent> answer = askAll(send(1, false)).getFirst();

    // Then
    assertThat(answer.await(20, SECONDS)).isEqualTo(DELIVERED);
    assertThat(asked).containsExactly(send(1, true));
  }

  @Test
  void anAnswerThatWasLostIsAskedForOnceMore() throws Exception {
    // Given
    List<Object> asked = new CopyOnWriteArrayList<>();
    answering(Service.MESSAGING, "first", asked);
    theBusLoses(1, Sent.class::isInstance);

    // When
    Future<Sent> answer = askAll(send(1, false)).getFirst();

    // Then
    assertThat(answer.await(20, SECONDS)).isEqualTo(DELIVERED);
    assertThat(asked).containsExactly(send(1, false), send(1, true));
  }

  /** Its asker does not know yet that the first was refused: the second would overtake it. */
  @Test
  void whatComesBehindARefusalThatWasLostOnTheWayBackIsRefusedToo() throws Exception {
    // Given
    List<Object> asked = new CopyOnWriteArrayList<>();
    RequestRefused notNow = new RequestRefused(FailureCode.UNAVAILABLE, "not now");
    answering(
        Service.MESSAGING,
        "first",
        question -> {
          asked.add(question);
          return asked.size() == 1
              ? Future.failedFuture(notNow)
              : Future.succeededFuture(DELIVERED);
        });
    AtomicInteger lost = theBusLoses(1, RequestRefused.class::isInstance);
    Future<Sent> first = askAll(send(1, false)).getFirst();
    until(() -> lost.get() == 1);

    // When
    Future<Sent> second = askAll(send(2, false)).getFirst();

    // Then
    assertThatThrownBy(() -> second.await(5, SECONDS)).isInstanceOf(RequestRefused.class);
    assertThat(first.await(20, SECONDS)).isEqualTo(DELIVERED);
    assertThat(asked).containsExactly(send(1, false), send(1, true));
  }

  /** The other instance knows nothing of the refusal: there the second would overtake the first. */
  @Test
  void whatIsUnderWayBehindARefusalIsNotAskedElsewhere() throws Exception {
    // Given: both have come before the first is refused
    ScriptedInstance first = there(Service.MESSAGING, "first");
    Future<Sent> behind = behindARefusalOf(first);
    ScriptedInstance second = there(Service.MESSAGING, "second");

    // When
    directory.lost(first.instance);

    // Then
    assertThatThrownBy(() -> behind.await(5, SECONDS)).isInstanceOf(Unanswered.class);
    assertThat(second.asked).isEmpty();
  }

  /** The second of two that have come before the first is refused, of which the asker has heard. */
  private Future<Sent> behindARefusalOf(ScriptedInstance instance) throws Exception {
    List<Future<Sent>> answers = askAll(send(1, false), send(2, false));
    until(() -> instance.asked.size() == 2);
    instance.answerFirst(new RequestRefused(FailureCode.UNAVAILABLE, "not now"));
    assertThatThrownBy(() -> answers.getFirst().await(5, SECONDS))
        .isInstanceOf(RequestRefused.class);
    return answers.getLast();
  }

  @Test
  void whatIsSilentBehindARefusalIsNotAskedAgain() throws Exception {
    // Given
    ScriptedInstance first = there(Service.MESSAGING, "first");

    // When
    Future<Sent> behind = behindARefusalOf(first);

    // Then
    assertThatThrownBy(() -> behind.await(20, SECONDS)).isInstanceOf(Unanswered.class);
    assertThat(first.asked).containsExactly(send(1, false), send(2, false));
  }

  @Test
  void whatOthersSayDoesNotWaitForAQuestionThatWasLost() throws Exception {
    // Given
    List<Object> asked = new CopyOnWriteArrayList<>();
    answering(Service.MESSAGING, "first", asked);
    theBusLoses(Integer.MAX_VALUE, send(1, true)::equals);
    askAll(send(1, true));
    Username luke = new Username("luke");
    Send ofAnother =
        new Send(new ChatMessage(luke, YODA, new MessageId("m"), "hi", Instant.EPOCH), true);

    // When
    Future<Sent> answer = askAll(ofAnother).getFirst();

    // Then
    assertThat(answer.await(5, SECONDS)).isEqualTo(DELIVERED);
    assertThat(asked).containsExactly(ofAnother);
  }

  @Test
  void whatMustNotBeAskedTwiceFailsWithItsInstance() throws Exception {
    // Given
    ScriptedInstance first = there(Service.MESSAGING, "first");
    Future<?> answer = askAll(new MessagingRequest.Broadcast(HANS, "hi", Instant.EPOCH)).getFirst();
    until(() -> first.asked.size() == 1);
    ScriptedInstance second = there(Service.MESSAGING, "second");

    // When
    directory.lost(first.instance);

    // Then
    assertUnanswered(answer);
    assertThat(second.asked).isEmpty();
  }

  @Test
  void deliveriesToAGatewayThatDiesFailAtOnceThoughTheyMayBeAskedTwice() throws Exception {
    // Given
    ScriptedInstance gateway = there(Service.GATEWAY, "g1");
    ScriptedInstance other = there(Service.GATEWAY, "g2");
    List<Future<GatewayRequest.DeliveryAnswer>> answers = askAll(deliver(1), deliver(2));
    until(() -> gateway.asked.size() == 2);

    // When
    directory.lost(gateway.instance);

    // Then
    answers.forEach(RelayTest::assertUnanswered);
    assertThat(other.asked).isEmpty();
  }

  @Test
  void aDeliveryThatWasLostHoldsBackThoseBehindIt() throws Exception {
    // Given
    List<Object> asked = new CopyOnWriteArrayList<>();
    GatewayRequest.Delivered delivered = new GatewayRequest.Delivered();
    answering(
        Service.GATEWAY,
        "g1",
        question -> {
          asked.add(question);
          return Future.succeededFuture(delivered);
        });
    theBusLoses(1, deliver(1)::equals);

    // When
    List<Future<GatewayRequest.DeliveryAnswer>> answers = askAll(deliver(1), deliver(2));

    // Then
    for (Future<GatewayRequest.DeliveryAnswer> answer : answers) {
      assertThat(answer.await(5, SECONDS)).isEqualTo(delivered);
    }
    assertThat(asked).containsExactly(deliver(1), deliver(2));
  }

  @Test
  void aQuestionToAGatewayThatDiesFailsAtOnceAndSoDoesOneToADeadGateway() throws Exception {
    // Given
    ScriptedInstance gateway = there(Service.GATEWAY, "g1");
    GatewayRequest.Nudge nudge = new GatewayRequest.Nudge(new SessionRef(new GatewayId("g1"), 1));
    Future<?> first = askAll(nudge).getFirst();
    until(() -> gateway.asked.size() == 1);

    // When
    directory.lost(gateway.instance);

    // Then
    assertUnanswered(first);
    assertUnanswered(askAll(nudge).getFirst());
  }

  @Test
  void whenOneComesOrGoesTheOthersKeepWhatIsTheirs() {
    // Given
    for (int i = 0; i < 4; i++) {
      directory.serves(new Instance(Service.PRESENCE, "node" + i));
    }
    List<Instance> before = responsibles();

    // When
    directory.lost(new Instance(Service.PRESENCE, "node2"));
    List<Instance> after = responsibles();

    // Then: only what the lost one had has moved, and each had a fair share.
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).node().equals("node2")) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
    for (int i = 0; i < 4; i++) {
      Instance instance = new Instance(Service.PRESENCE, "node" + i);
      assertThat(before.stream().filter(instance::equals).count()).isBetween(150L, 350L);
    }
  }

  private List<Instance> responsibles() {
    List<Instance> found = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      found.add(directory.responsible(Service.PRESENCE, "user" + i).orElseThrow());
    }
    return found;
  }

  private ScriptedInstance there(Service service, String node) throws Exception {
    ScriptedInstance instance = new ScriptedInstance(vertx, service, node);
    directory.serves(instance.instance);
    return instance;
  }

  /** Answers as services do, at once. */
  private void answering(Service service, String node, List<Object> asked) throws Exception {
    answering(
        service,
        node,
        question -> {
          asked.add(question);
          return Future.succeededFuture(DELIVERED);
        });
  }

  private void answering(Service service, String node, Function<Object, Future<?>> answers)
      throws Exception {
    Instance instance = new Instance(service, node);
    new Answering<>(
            vertx.eventBus(), instance, Request.class, () -> true, other -> {}, answers::apply)
        .known()
        .await(5, SECONDS);
    directory.serves(instance);
  }

  /** The first so many of these are lost on their way; gives how many came, lost or not. */
  private AtomicInteger theBusLoses(int count, Predicate<Object> which) {
    AtomicInteger lost = new AtomicInteger();
    vertx
        .eventBus()
        .addOutboundInterceptor(delivery -> {
          if (!which.test(delivery.body()) || lost.getAndIncrement() >= count) {
            delivery.next();
          }
        });
    return lost;
  }

  @SafeVarargs
  private <R> List<Future<R>> askAll(Request<R>... questions) {
    List<Future<R>> answers = new ArrayList<>();
    for (Request<R> question : questions) {
      answers.add(onAsker(() -> relay.ask(question)));
    }
    return answers;
  }

  private <T> Future<T> onAsker(Callable<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    asker.runOnContext(start -> {
      try {
        work.call().onComplete(promise);
      } catch (Exception failure) {
        promise.fail(failure);
      }
    });
    return promise.future();
  }

  private static Send send(int number, boolean idChosenBySender) {
    return new Send(
        new ChatMessage(HANS, YODA, new MessageId("m" + number), "hi", Instant.EPOCH),
        idChosenBySender);
  }

  private static GatewayRequest.Deliver deliver(int number) {
    return new GatewayRequest.Deliver(
        new SessionRef(new GatewayId("g1"), 1),
        new ChatMessage(HANS, YODA, new MessageId("m" + number), "hi", Instant.EPOCH),
        1,
        false);
  }

  private static void assertUnanswered(Future<?> answer) {
    assertThatThrownBy(() -> answer.await(20, SECONDS)).isInstanceOf(Exchange.Unanswered.class);
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
