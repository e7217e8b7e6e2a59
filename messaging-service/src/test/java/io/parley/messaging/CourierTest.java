// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import static io.parley.messaging.ScriptedTown.await;
import static io.parley.messaging.ScriptedTown.onLoop;
import static io.parley.messaging.ScriptedTown.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.MessagingRequest.Sent;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Username HAN = new Username("hans");
  private static final Username YODA = new Username("yoda");
  private static final Username LEIA = new Username("leia");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final ScriptedTown town = new ScriptedTown();
  private final FakeMailbox mailbox = new FakeMailbox(vertx);
  private final Bus bus = Bus.on(vertx);
  private Courier courier;

  @BeforeEach
  void openTown() throws Exception {
    onLoop(
        vertx,
        () -> {
          try {
            courier = new Courier(vertx, bus, mailbox);
            return Future.succeededFuture();
          } catch (RuntimeException e) {
            return Future.failedFuture(e);
          }
        });
    town.open(bus);
    town.accounts.addAll(List.of(YODA, LEIA));
  }

  @AfterEach
  void closeTown() throws Exception {
    await(vertx.close());
  }

  @Test
  void aMessageToSomebodyOnlineIsDelivered() throws Exception {
    town.online.put(YODA, session(1));

    Sent sent = send(message("m1"));

    assertThat(sent.state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(mailbox.kept).isEmpty();
    assertThat(mailbox.remembered).hasSize(1);
  }

  @Test
  void aMessageToSomebodyAwayIsStored() throws Exception {
    Sent sent = send(message("m1"));

    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
    assertThat(mailbox.kept).containsExactly(message("m1"));
  }

  @Test
  void theSenderIsNotAnsweredBeforeTheCommit() throws Exception {
    mailbox.commitsAreHeld = true;

    Future<Sent> answer = start(message("m1"));
    until(() -> mailbox.held().size() == 1);

    assertThat(answer.isComplete()).isFalse();
    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));
    assertThat(await(answer).state()).isEqualTo(DeliveryState.STORED);
  }

  @Test
  void whatASenderHasSentBehindAMessageThatIsRefusedForNowIsRefusedToo() throws Exception {
    town.questionsThatPresenceRefuses = 1;
    List<Future<Sent>> answers = new ArrayList<>();

    onLoop(
        vertx,
        () -> {
          answers.add(courier.send(new Send(message("m1"), true)));
          answers.add(courier.send(new Send(message("m2"), true)));
          return Future.succeededFuture();
        });

    for (Future<Sent> answer : answers) {
      assertThatThrownBy(() -> await(answer)).hasRootCauseInstanceOf(RequestRefused.class);
    }
    assertThat(mailbox.kept).isEmpty();
  }

  /** The connection to the database is lost, and there again for those behind. */
  @Test
  void nothingIsKeptWhileSomethingBeforeItMayStillFail() throws Exception {
    mailbox.commitsAreHeld = true;
    Future<Sent> first = start(message("m1"));
    until(() -> mailbox.held().size() == 1);
    Future<Sent> second = start(message("m2"));
    startAnotherAndAwaitItsTurn();

    onLoop(vertx, () -> run(mailbox::failFirstHeld));
    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));

    assertThatThrownBy(() -> await(first)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThatThrownBy(() -> await(second)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThat(mailbox.kept).containsExactly(messageTo(LEIA, "other"));
  }

  /** By then all that was started before has come as far as it can. */
  private void startAnotherAndAwaitItsTurn() throws Exception {
    start(messageTo(LEIA, "other"));
    until(() -> mailbox.held().contains("keep other"));
  }

  @Test
  void whatGathersDuringACommitIsKeptTogetherInItsOrder() throws Exception {
    mailbox.commitsAreHeld = true;
    mailbox.room = 4;
    start(message("m1"));
    until(() -> mailbox.held().size() == 1);
    start(message("m2"));
    start(message("m3"));
    Future<Sent> last = start(message("m4"));
    startAnotherAndAwaitItsTurn();
    assertThat(mailbox.held()).containsExactly("keep m1", "keep other");

    onLoop(vertx, () -> run(mailbox::commitFirstHeld));
    until(() -> mailbox.held().size() == 2);

    assertThat(mailbox.held()).containsExactly("keep other", "keep m2 m3");
    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));
    assertThatThrownBy(() -> await(last)).hasMessageContaining("full");
    assertThat(mailbox.kept).endsWith(message("m2"), message("m3"));
  }

  @Test
  void howMuchIsKeptTogetherIsBounded() throws Exception {
    mailbox.commitsAreHeld = true;
    List<Future<Sent>> answers = new ArrayList<>();
    List<ChatMessage> messages = IntStream.range(0, 300).mapToObj(i -> message("m" + i)).toList();
    for (ChatMessage message : messages) {
      answers.add(start(message));
    }
    startAnotherAndAwaitItsTurn();
    onLoop(vertx, () -> run(mailbox::commitFirstHeld));
    until(() -> mailbox.held().size() == 2);
    assertThat(mailbox.held().getLast().split(" ")).hasSizeLessThanOrEqualTo(201);

    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));

    for (Future<Sent> answer : answers) {
      assertThat(await(answer).state()).isEqualTo(DeliveryState.STORED);
    }
    assertThat(mailbox.kept)
        .filteredOn(one -> one.to().equals(YODA))
        .containsExactlyElementsOf(messages);
  }

  /** Another service would judge the message anew, if this one died. */
  @Test
  void aRefusalBecauseOfABlockIsHeardWhenItIsCommitted() throws Exception {
    List<Future<Sent>> answers = blockedAndOneBehind();
    assertThat(answers).noneMatch(Future::isComplete);
    assertThat(mailbox.held()).containsExactly("refuse m1", "keep other");

    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));

    assertThatThrownBy(() -> await(answers.getFirst())).hasMessageContaining("blocked");
    assertThat(await(answers.getLast()).state()).isEqualTo(DeliveryState.STORED);
    assertThat(mailbox.words).containsOnlyKeys(new MessageId("m1"));
  }

  /** The refusal of the first is not committed yet; the second came when the block was over. */
  private List<Future<Sent>> blockedAndOneBehind() throws Exception {
    town.blocks.add(List.of(YODA, HAN));
    mailbox.commitsAreHeld = true;
    Future<Sent> refused = start(message("m1"));
    until(() -> mailbox.held().size() == 1);
    town.blocks.clear();
    Future<Sent> behind = start(message("m2"));
    startAnotherAndAwaitItsTurn();
    return List.of(refused, behind);
  }

  @Test
  void aRefusalThatCannotBeCommittedIsOneForNow() throws Exception {
    List<Future<Sent>> answers = blockedAndOneBehind();

    onLoop(vertx, () -> run(mailbox::failFirstHeld));
    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));

    assertThatThrownBy(() -> await(answers.getFirst())).hasMessageContaining("connection lost");
    assertThatThrownBy(() -> await(answers.getLast())).hasRootCauseInstanceOf(RequestRefused.class);
    assertThat(mailbox.kept).containsExactly(messageTo(LEIA, "other"));

    // Nobody has said that it was blocked, and it is not any more.
    Sent sent = onLoop(vertx, () -> courier.send(sentIn(session(2), 3)));
    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
  }

  /** Else the one might delete what is remembered of the other. */
  @Test
  void aRefusalIsForgottenBeforeTheNextIsRemembered() throws Exception {
    town.blocks.add(List.of(YODA, HAN));
    assertRefused(sentIn(session(1), 1));
    mailbox.commitsAreHeld = true;
    Future<Sent> again = started(sentIn(session(1), 2));
    startAnotherAndAwaitItsTurn();
    assertThat(mailbox.held()).containsExactly("forget m1", "keep other");

    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));

    assertThatThrownBy(() -> await(again)).hasMessageContaining("blocked");
    assertThat(mailbox.words.get(new MessageId("m1")).askedAt()).isEqualTo(2);
  }

  /** The answer was lost on the bus. */
  @Test
  void aRefusalOfAMessageWhoseIdTheGatewayMadeIsSaidAgainWhenTheBusAsksAgain() throws Exception {
    Send question = new Send(message("m1"), false, Optional.of(session(1)));
    town.blocks.add(List.of(YODA, HAN));
    assertRefused(question);
    town.blocks.clear();

    assertRefused((Send) question.again().orElseThrow());
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void aBlockOfWhatWasRefusedForNowAlreadyIsNotRemembered() throws Exception {
    town.routesAreHeld = true;
    Future<Sent> first = start(message("m1"));
    Future<Sent> second = start(message("m2"));
    until(() -> town.heldRoutes.size() == 2);
    town.heldRoutes.get(0).fail(new RequestRefused(FailureCode.UNAVAILABLE, "away"));
    assertThatThrownBy(() -> await(first)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThatThrownBy(() -> await(second)).hasRootCauseInstanceOf(RequestRefused.class);

    town.blocks.add(List.of(YODA, HAN));
    town.heldRoutes.get(1).complete();
    town.routesAreHeld = false;
    send(messageTo(LEIA, "other")); // whose way through the town is longer

    assertThat(mailbox.words).isEmpty();
  }

  @Test
  void whatComesBehindAMessageThatWasRefusedForNowIsRefusedUntilThatComesAgain() throws Exception {
    town.questionsThatPresenceRefuses = 1;
    assertRefused(FailureCode.UNAVAILABLE, message("m1"));

    assertRefused(FailureCode.UNAVAILABLE, message("m2"));
    Username luke = new Username("luke");
    ChatMessage ofAnother = new ChatMessage(luke, YODA, new MessageId("m2"), "hi", Instant.EPOCH);
    assertThat(send(ofAnother).state()).isEqualTo(DeliveryState.STORED);

    send(message("m1"));
    send(message("m2"));
    assertThat(mailbox.kept).containsExactly(ofAnother, message("m1"), message("m2"));
  }

  /** Its sender came again in another session, and what it had sent behind it may be accepted. */
  @Test
  void aRefusalThatNobodyMayHaveHeardIsSaidAgainOnce() throws Exception {
    town.blocks.add(List.of(YODA, HAN));
    assertRefused(sentIn(session(1), 1));
    town.blocks.clear();

    assertRefused(sentIn(session(1), 1)); // by the bus, which had no answer
    assertRefused(sentIn(session(2), 2));
    assertThat(mailbox.kept).isEmpty();

    // Whoever heard it, and sends it once more, means it.
    Sent sent = onLoop(vertx, () -> courier.send(sentIn(session(2), 3)));
    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
  }

  /** The service that had refused it died, or is cut off. */
  @Test
  void aRefusalOfAnotherServiceIsSaidAgainToo() throws Exception {
    town.blocks.add(List.of(YODA, HAN));
    assertRefused(sentIn(session(1), 1));
    town.blocks.clear();
    courier = new Courier(vertx, bus, mailbox);

    assertRefused(sentIn(session(2), 2));
    assertRefused(sentIn(session(2), 2)); // by the bus, which had no answer
    assertThat(mailbox.kept).isEmpty();

    Sent sent = onLoop(vertx, () -> courier.send(sentIn(session(2), 3)));
    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
  }

  @Test
  void aRefusalThatWasHeardIsForgotten() throws Exception {
    town.blocks.add(List.of(YODA, HAN));
    assertRefused(sentIn(session(1), 1));
    town.blocks.clear();
    town.questionsThatPresenceRefuses = 1;
    assertRefused(sentIn(session(1), 2)); // heard, and asked anew, but presence is away

    Sent sent = onLoop(vertx, () -> courier.send(sentIn(session(2), 3)));
    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
  }

  private static Send sentIn(SessionRef session, long at) {
    return new Send(
        new ChatMessage(HAN, YODA, new MessageId("m1"), "hi", Instant.ofEpochMilli(at)),
        true,
        Optional.of(session));
  }

  private void assertRefused(Send question) {
    assertThatThrownBy(() -> onLoop(vertx, () -> courier.send(question)))
        .hasRootCauseInstanceOf(RequestRefused.class);
  }

  /** A block could not be asked again; and what its sender has sent behind it waits. */
  @Test
  void whatWaitsBehindAMessageThatIsRefusedForNowIsRefusedWithIt() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = start(message("m1"));
    Future<Sent> second = start(message("m2"));
    until(() -> waiting.size() == 2);
    town.questionsThatPresenceRefuses = 1;

    onLoop(vertx, () -> run(() -> waiting.forEach(one -> one.complete(gone()))));

    assertThatThrownBy(() -> await(first)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThatThrownBy(() -> await(second)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void whatASessionGivesBackBehindAMessageThatWasRefusedForNowIsRefusedToo() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = start(message("m1"));
    Future<Sent> second = start(message("m2"));
    until(() -> waiting.size() == 2);
    town.questionsThatPresenceRefuses = 1;
    waiting.get(0).complete(gone());
    assertThatThrownBy(() -> await(first)).hasRootCauseInstanceOf(RequestRefused.class);

    waiting.get(1).complete(gone());

    assertThatThrownBy(() -> await(second)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThat(mailbox.kept).isEmpty();
  }

  /** The answer was lost, the message shown and removed from the store: it is not new. */
  @Test
  void aStoredMessageWhoseIdTheGatewayMadeIsKnownWhenItComesTwice() throws Exception {
    Sent first = onLoopStarted(message("m1"), false).await(60, TimeUnit.SECONDS);
    mailbox.kept.clear();

    assertThat(send(message("m1"))).isEqualTo(first);
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void whatIsUnderWayIsNotHeldBack() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = start(message("m1"));
    until(() -> waiting.size() == 1);
    town.questionsThatPresenceRefuses = 1;
    assertRefused(FailureCode.UNAVAILABLE, message("m2"));

    Future<Sent> again = start(message("m1"));
    waiting.getFirst().complete(new GatewayRequest.Delivered());

    assertThat(await(again)).isEqualTo(await(first));
  }

  @Test
  void whoDoesNotSendItAgainMaySendOthersAMomentLater() {
    AtomicLong nanos = new AtomicLong();
    RecentRefusals refusals = new RecentRefusals(nanos::get);
    refusals.add(message("m1"));

    assertThat(refusals.holdBack(message("m2"))).isTrue();
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(refusals.holdBack(message("m2"))).isFalse();
    assertThat(refusals.holdBack(message("m3"))).isFalse();
  }

  @Test
  void whatIsOnItsWayToASessionTogetherIsOneRun() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = start(message("m1"));
    Future<Sent> second = start(message("m2"));
    until(() -> waiting.size() == 2);
    waiting.forEach(answer -> answer.complete(new GatewayRequest.Delivered()));
    await(first);
    await(second);
    start(message("m3"));
    until(() -> waiting.size() == 3);

    assertThat(town.runs.get(1)).isEqualTo(town.runs.get(0));
    assertThat(town.runs.get(2)).isNotEqualTo(town.runs.get(0));
  }

  @Test
  void aMessageWhoseIdTheGatewayMadeMayComeTwiceToo() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = onLoopStarted(message("m1"), false);
    Future<Sent> again = onLoopStarted(message("m1"), true);
    until(() -> waiting.size() == 1);
    waiting.getFirst().complete(new GatewayRequest.Delivered());

    assertThat(await(again)).isEqualTo(await(first));
    assertThat(send(message("m1"))).isEqualTo(await(first));
    assertThat(town.happenings).containsExactly("deliver m1 to 1");
  }

  @Test
  void aMessageToNobodyIsRefusedAndNotStored() {
    ChatMessage toNobody =
        new ChatMessage(HAN, new Username("nobody"), new MessageId("m1"), "hi", Instant.EPOCH);

    assertRefused(FailureCode.NO_SUCH_USER, toNobody);
    assertThat(mailbox.kept).isEmpty();
  }

  /** Its sender may not hear of the refusal, and then sends both again. */
  @Test
  void whatIsBehindAMessageToSomebodyWhoIsNotThereYetIsRefusedWithIt() throws Exception {
    Username newcomer = new Username("newcomer");
    ChatMessage first = new ChatMessage(HAN, newcomer, new MessageId("m1"), "hi", Instant.EPOCH);
    ChatMessage second = new ChatMessage(HAN, newcomer, new MessageId("m2"), "hi", Instant.EPOCH);
    town.routesAreHeld = true;
    Future<Sent> firstSent = start(first);
    Future<Sent> secondSent = start(second);
    until(() -> town.heldRoutes.size() == 2);
    town.heldRoutes.get(0).complete();
    assertThatThrownBy(() -> await(firstSent)).hasRootCauseInstanceOf(RequestRefused.class);

    town.accounts.add(newcomer);
    town.heldRoutes.get(1).complete();
    assertThatThrownBy(() -> await(secondSent)).hasRootCauseInstanceOf(RequestRefused.class);
    assertThat(mailbox.kept).isEmpty();
    town.routesAreHeld = false;
    send(first);
    send(second);

    assertThat(mailbox.kept).containsExactly(first, second);
  }

  @Test
  void aBlockedSenderIsRefusedWhetherTheRecipientIsThereOrAway() {
    town.blocks.add(List.of(YODA, HAN));
    assertRefused(FailureCode.BLOCKED, message("m1"));

    town.online.put(YODA, session(1));
    town.gateway = deliver -> answered(new GatewayRequest.BlockedByRecipient());
    assertRefused(FailureCode.BLOCKED, message("m2"));
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void aMessageThatItsSessionDidNotTakeIsStored() throws Exception {
    town.online.put(YODA, session(1));
    town.gateway = deliver -> answered(new GatewayRequest.NotDelivered());

    Sent sent = send(message("m1"));

    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
    assertThat(mailbox.kept).containsExactly(message("m1"));
  }

  @Test
  void aMessageThatItsSessionDidNotTakeIsNotStoredIfTheSenderWasBlockedMeanwhile() {
    town.online.put(YODA, session(1));
    town.blocks.add(List.of(YODA, HAN));
    town.gateway =
        deliver -> {
          town.online.clear();
          return answered(new GatewayRequest.NotDelivered());
        };

    assertRefused(FailureCode.BLOCKED, message("m1"));
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void aMessageToASessionThatIsGoneIsNotStoredIfTheSenderIsBlockedAndTheRecipientIsBack() {
    town.online.put(YODA, session(1));
    town.blocks.add(List.of(YODA, HAN));
    town.gateway =
        deliver -> {
          town.online.put(YODA, session(2));
          return answered(new GatewayRequest.NotDelivered());
        };

    assertRefused(FailureCode.BLOCKED, message("m1"));
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void whatTheClientMayHaveShownIsStoredThoughTheSenderWasBlockedMeanwhile() throws Exception {
    town.online.put(YODA, session(1));
    town.blocks.add(List.of(YODA, HAN));
    town.gateway =
        deliver -> {
          town.online.clear();
          return answered(new GatewayRequest.NotAcknowledged());
        };

    Sent sent = send(message("m1"));

    assertThat(sent.state()).isEqualTo(DeliveryState.STORED);
    assertThat(mailbox.kept).containsExactly(message("m1"));
  }

  @Test
  void whatWasGivenBeforeTheBlockAndNotAcknowledgedIsStored() throws Exception {
    town.online.put(YODA, session(1));
    town.blocks.add(List.of(YODA, HAN));
    town.gateway = deliver -> answered(new GatewayRequest.NotAcknowledged());

    assertThat(send(message("m1")).state()).isEqualTo(DeliveryState.STORED);
  }

  @Test
  void whereTheGatewayDoesNotAnswerABlockThatWasMadeBeforeHolds() {
    town.online.put(YODA, session(1));
    town.blocks.add(List.of(YODA, HAN));
    town.blockedSince = Instant.EPOCH.minusMillis(1);
    town.gateway = this::isGone;

    assertRefused(FailureCode.BLOCKED, message("m1"));
    assertThat(mailbox.kept).isEmpty();
  }

  @Test
  void whereTheGatewayDoesNotAnswerABlockThatWasMadeSinceComesTooLate() throws Exception {
    town.online.put(YODA, session(1));
    town.blocks.add(List.of(YODA, HAN));
    town.blockedSince = Instant.EPOCH.plusMillis(1);
    town.gateway = this::isGone;

    assertThat(send(message("m1")).state()).isEqualTo(DeliveryState.STORED);
    assertThat(mailbox.kept).containsExactly(message("m1"));
  }

  @Test
  void aSessionThatAppearsDuringTheCommitIsNudgedBeforeItGetsAnythingNewer() throws Exception {
    mailbox.commitsAreHeld = true;
    Future<Sent> first = start(message("m1"));
    until(() -> mailbox.held().size() == 1);
    town.online.put(YODA, session(7));
    Future<Sent> second = start(message("m2"));

    onLoop(vertx, () -> run(mailbox::commitWhatIsHeld));

    assertThat(await(first).state()).isEqualTo(DeliveryState.STORED);
    assertThat(await(second).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(town.happenings)
        .containsExactly("nudge 7", "deliver m2 to 7, which looks into the mailbox first");
  }

  @Test
  void whatASessionGivesBackIsStoredBeforeWhatCameLater() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    List<Future<Sent>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(start(message("m" + i)));
    }
    until(() -> waiting.size() == 20);
    town.online.remove(YODA);
    for (int i = 20; i < 40; i++) {
      answers.add(start(message("m" + i)));
    }

    for (int i = 0; i < 20; i++) {
      boolean acknowledged = i % 3 == 0;
      waiting.get(i).complete(acknowledged ? new GatewayRequest.Delivered() : gone());
    }
    for (Future<Sent> answer : answers) {
      await(answer);
    }

    List<ChatMessage> expected =
        IntStream.range(0, 40)
            .filter(i -> i >= 20 || i % 3 != 0)
            .mapToObj(i -> message("m" + i))
            .toList();
    assertThat(mailbox.kept).containsExactlyElementsOf(expected);
  }

  @Test
  void aNewSessionGetsNothingWhileTheOldOneStillHoldsSomething() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = start(message("m1"));
    until(() -> waiting.size() == 1);
    town.online.put(YODA, session(2));
    Future<Sent> second = start(message("m2"));
    // A third message to somebody else goes its way through the same loop: the second had its turn.
    town.accounts.add(new Username("luke"));
    send(new ChatMessage(HAN, new Username("luke"), new MessageId("l"), "hi", Instant.EPOCH));
    assertThat(waiting).hasSize(1);

    waiting.getFirst().complete(gone());

    assertThat(await(first).state()).isEqualTo(DeliveryState.STORED);
    until(() -> waiting.size() == 2);
    assertThat(town.happenings)
        .containsExactly(
            "deliver m1 to 1", "nudge 2", "deliver m2 to 2, which looks into the mailbox first");
    waiting.get(1).complete(new GatewayRequest.Delivered());
    assertThat(await(second).state()).isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void theSameMessageAgainIsAnsweredAgainAndNotDeliveredAgain() throws Exception {
    town.online.put(YODA, session(1));

    Sent first = send(message("m1"));
    Sent again = send(message("m1"));

    assertThat(again).isEqualTo(first);
    assertThat(town.happenings).containsExactly("deliver m1 to 1");
  }

  @Test
  void theSameMessageAgainWhileItIsUnderWaySharesTheAnswer() throws Exception {
    List<Promise<DeliveryAnswer>> waiting = yodaIsOnlineAndDoesNotAnswer();
    Future<Sent> first = start(message("m1"));
    Future<Sent> again = start(message("m1"));
    until(() -> waiting.size() == 1);

    waiting.getFirst().complete(new GatewayRequest.Delivered());

    assertThat(await(again)).isEqualTo(await(first));
    assertThat(town.happenings).containsExactly("deliver m1 to 1");
  }

  @Test
  void aMessageKeptBeforeIsAnsweredAsStoredAndNotKeptAgain() throws Exception {
    send(message("m1"));

    Sent again = send(message("m1"));

    assertThat(again.state()).isEqualTo(DeliveryState.STORED);
    assertThat(mailbox.kept).hasSize(1);
  }

  @Test
  void aFullMailboxIsSaid() {
    mailbox.room = 0;

    assertRefused(FailureCode.MAILBOX_FULL, message("m1"));
  }

  @Test
  void withoutPresenceNothingIsPromised() {
    town.presenceIsAway = true;

    assertRefused(FailureCode.UNAVAILABLE, message("m1"));
    assertThat(mailbox.kept).isEmpty();
  }

  /** The second look for a message that was refused meanwhile ends when its lane is long empty. */
  @Test
  void whatIsLateForAnEarlierLaneDoesNotDisturbTheNextOne() throws Exception {
    // Given
    Username luke = new Username("luke");
    send(message("m1"));
    town.routesAreHeld = true;
    Future<Sent> unlucky = start(message("m0"));
    Future<Sent> repeated = start(message("m1"));
    until(() -> town.heldRoutes.size() == 3);
    onLoop(vertx, () -> run(() -> town.heldRoutes.getFirst().fail(unavailable())));
    until(() -> unlucky.isComplete() && repeated.isComplete());
    start(new ChatMessage(luke, YODA, new MessageId("m2"), "hi", Instant.EPOCH));
    until(() -> town.heldRoutes.size() == 4);

    // When
    onLoop(
        vertx,
        () ->
            run(() -> {
              town.heldRoutes.get(1).complete();
              town.heldRoutes.get(2).complete();
            }));
    start(new ChatMessage(luke, YODA, new MessageId("m3"), "hi", Instant.EPOCH));
    until(() -> town.heldRoutes.size() == 5);
    town.routesAreHeld = false;
    onLoop(vertx, () -> run(() -> town.heldRoutes.get(4).complete()));
    onLoop(vertx, () -> run(() -> town.heldRoutes.get(3).complete()));

    // Then
    until(() -> mailbox.kept.size() == 3);
    assertThat(mailbox.kept.stream().map(one -> one.id().value()))
        .containsExactly("m1", "m2", "m3");
  }

  /** Sessions come, go, acknowledge and give back at random; store and sessions see one order. */
  @Test
  void orderHoldsInAnyInterleaving() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> shown = new ArrayList<>();
    ArrayDeque<Runnable> decisions = new ArrayDeque<>();
    town.gateway =
        deliver -> {
          Promise<DeliveryAnswer> answer = Promise.promise();
          boolean alive = deliver.session().equals(town.online.get(YODA));
          decisions.add(() -> {
            boolean takes = alive && deliver.session().equals(town.online.get(YODA));
            if (takes) {
              shown.add(deliver.message().id().value());
              answer.complete(new GatewayRequest.Delivered());
            } else {
              answer.complete(gone());
            }
          });
          return answer.future();
        };
    List<Future<Sent>> answers = new ArrayList<>();
    int sessions = 0;
    for (int i = 0; i < 3_000; i++) {
      int at = i;
      int choice = random.nextInt(100);
      int session = sessions;
      if (choice < 5) {
        sessions++;
        onLoop(vertx, () -> run(() -> town.online.put(YODA, session(session))));
      } else if (choice < 10) {
        onLoop(vertx, () -> run(() -> town.online.remove(YODA)));
      } else if (choice < 40) {
        onLoop(vertx, () -> run(() -> decideAll(decisions)));
      }
      answers.add(start(message("m" + at)));
    }
    until(() -> {
      try {
        onLoop(vertx, () -> run(() -> decideAll(decisions)));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return answers.stream().allMatch(Future::isComplete);
    });

    List<String> stored = mailbox.kept.stream().map(one -> one.id().value()).toList();
    assertThat(inOrder(stored)).as("stored in order, seed %d", seed).isTrue();
    assertThat(inOrder(shown)).as("shown in order, seed %d", seed).isTrue();
    assertThat(stored.size() + shown.size()).as("none lost, seed %d", seed).isEqualTo(3_000);
  }

  private static void decideAll(ArrayDeque<Runnable> decisions) {
    while (!decisions.isEmpty()) {
      decisions.remove().run();
    }
  }

  private static boolean inOrder(List<String> ids) {
    List<Integer> numbers = ids.stream().map(id -> Integer.valueOf(id.substring(1))).toList();
    return numbers.equals(numbers.stream().sorted().toList());
  }

  /** What is delivered from now on waits for the test to answer it. */
  private List<Promise<DeliveryAnswer>> yodaIsOnlineAndDoesNotAnswer() {
    List<Promise<DeliveryAnswer>> waiting = new ArrayList<>();
    town.online.put(YODA, session(1));
    town.gateway = deliver -> hold(waiting);
    return waiting;
  }

  private static Future<DeliveryAnswer> hold(List<Promise<DeliveryAnswer>> waiting) {
    Promise<DeliveryAnswer> answer = Promise.promise();
    waiting.add(answer);
    return answer.future();
  }

  private static Future<DeliveryAnswer> answered(DeliveryAnswer answer) {
    return Future.succeededFuture(answer);
  }

  private Future<DeliveryAnswer> isGone(GatewayRequest.Deliver question) {
    town.online.clear();
    return Future.failedFuture(new RequestRefused(FailureCode.UNAVAILABLE, "gone"));
  }

  private static RequestRefused unavailable() {
    return new RequestRefused(FailureCode.UNAVAILABLE, "not now");
  }

  private static DeliveryAnswer gone() {
    return new GatewayRequest.NotDelivered();
  }

  private static Future<Void> run(Runnable work) {
    work.run();
    return Future.succeededFuture();
  }

  private static ChatMessage message(String id) {
    return messageTo(YODA, id);
  }

  private static ChatMessage messageTo(Username to, String id) {
    return new ChatMessage(HAN, to, new MessageId(id), "text of " + id, Instant.EPOCH);
  }

  private Sent send(ChatMessage message) throws Exception {
    return onLoop(vertx, () -> courier.send(new Send(message, true)));
  }

  private Future<Sent> start(ChatMessage message) throws Exception {
    return onLoopStarted(message, true);
  }

  private Future<Sent> onLoopStarted(ChatMessage message, boolean idChosenBySender)
      throws Exception {
    return started(new Send(message, idChosenBySender));
  }

  private Future<Sent> started(Send question) throws Exception {
    List<Future<Sent>> started = new ArrayList<>();
    onLoop(vertx, () -> run(() -> started.add(courier.send(question))));
    return started.getFirst();
  }

  private void assertRefused(FailureCode code, ChatMessage message) {
    assertThatThrownBy(() -> send(message))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            RequestRefused.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited too long");
      }
      Thread.onSpinWait();
    }
  }
}
