// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.Eventually;
import io.parley.terminal.ScriptedGateway;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LifelineTest {
  private static final Secret RIGHT = new Secret(ScriptedGateway.PASSWORD);
  private static final Persistence QUICK =
      new Persistence(
          new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), () -> 1),
          Duration.ofMillis(1),
          Duration.ofMinutes(2),
          Optional.empty());

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final NetClient client = vertx.createNetClient();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-20T22:00:00Z");
  private ScriptedGateway gateway;
  private Door door;
  private Lifeline lifeline;

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(vertx);
    build(QUICK, Patience.USUAL);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void build(Persistence persistence, Patience patience) {
    ServerAddress server = new ServerAddress("127.0.0.1", gateway.port());
    door =
        new Door(
            vertx,
            Way.open(client, server),
            patience,
            link -> Future.succeededFuture(Optional.empty()));
    lifeline = new Lifeline(vertx, door, persistence, () -> now, new Ear());
  }

  /** Asks often whether the server is there. */
  private static Patience watchful(Duration answer) {
    return new Patience(
        Patience.USUAL.connecting(), Duration.ofMillis(50), answer, Patience.USUAL.request());
  }

  private final class Ear implements SessionListener {
    @Override
    public void told(Notice notice) {
      heard.add(notice.getClass().getSimpleName());
    }

    @Override
    public void lost() {
      heard.add("lost");
    }

    @Override
    public void back(Duration away) {
      heard.add("back");
    }

    @Override
    public void over(Ending ending) {
      heard.add("over " + ending);
    }
  }

  private <T> T on(Supplier<Future<T>> action) throws Exception {
    Promise<T> promise = Promise.promise();
    context.runOnContext(go -> action.get().onComplete(promise));
    return promise.future().await(10, TimeUnit.SECONDS);
  }

  private void logIn() throws Exception {
    Reply reply = on(() -> lifeline.login("hans", RIGHT));
    assertThat(reply).isInstanceOf(Reply.LoggedIn.class);
    context.runOnContext(go -> lifeline.ready());
  }

  private void awaitHeard(String... expected) {
    Eventually.await(() -> "heard " + heard, () -> heard.equals(List.of(expected)));
  }

  private static Optional<Reply> refused(FailureCode code) {
    return Optional.of(new Reply.Refused(code, "No."));
  }

  @Test
  void whereNothingListensThePersonIsToldSoInOneSentence() throws Exception {
    // Given
    gateway.stop();

    // Then
    assertThatThrownBy(() -> on(() -> door.knock()))
        .isInstanceOf(NoServer.class)
        .hasMessage(
            "Cannot reach a server at 127.0.0.1:" + gateway.port() + ": nothing listens there.");
  }

  @Test
  void whatDoesNotGreetAsParleyIsNoServer() {
    // Given
    gateway.greet("220 mail.example.org ESMTP");

    // Then
    assertThatThrownBy(() -> on(() -> door.knock()))
        .isInstanceOf(NoServer.class)
        .hasMessageContaining("is no Parley server");
  }

  @Test
  void aWrongPasswordIsAnAnswerAndTheNextAttemptUsesTheSameConnection() throws Exception {
    // When
    Reply wrong = on(() -> lifeline.login("hans", new Secret("wrong")));
    logIn();

    // Then
    assertThat(wrong).isInstanceOf(Reply.Refused.class);
    assertThat(gateway.connections()).isEqualTo(1);
  }

  @Test
  void aDoorThatClosedWhileThePersonTypedOpensAgainForTheLogin() throws Exception {
    // Given
    on(() -> door.knock());
    gateway.drop();
    Eventually.await(() -> "still open", () -> door.link() == null);

    // When
    logIn();

    // Then
    assertThat(gateway.connections()).isEqualTo(2);
    assertThat(heard).isEmpty();
  }

  @Test
  void eventsThatFollowTheLoginWaitUntilTheClientIsReady() throws Exception {
    // Given
    on(() -> lifeline.login("hans", RIGHT));
    gateway.tell(presence());
    gateway.tell(new Notice.Announcement("hello", ScriptedGateway.NOW));
    on(() -> Future.succeededFuture());
    assertThat(heard).isEmpty();

    // When
    context.runOnContext(go -> lifeline.ready());

    // Then
    awaitHeard("PresenceChanged", "Announcement");
  }

  @Test
  void aBrokenConnectionIsResumedWithTheSecretOfTheLastLogin() throws Exception {
    // Given
    logIn();
    Secret secret = gateway.secret();

    // When
    gateway.drop();

    // Then
    awaitHeard("lost", "back");
    Command.Login again = gateway.await(Command.Login.class, 2).get(1);
    assertThat(again.proof()).isEqualTo(new Command.Resume(secret));
    assertThat(again.acknowledges()).isTrue();
    gateway.tell(presence());
    awaitHeard("lost", "back", "PresenceChanged");
  }

  @Test
  void aServerThatRestartsIsWaitedFor() throws Exception {
    // Given
    logIn();
    gateway.answer(command -> Optional.empty()); // it may come back before nothing listens

    // When
    gateway.tell(new Notice.Goodbye(GoodbyeReason.SHUTDOWN));
    gateway.stop();
    awaitHeard("lost");
    gateway.answer(gateway::usual);
    gateway.start();

    // Then
    awaitHeard("lost", "back");
  }

  @Test
  void aSecretThatIsNoLongerGoodIsFollowedByThePassword() throws Exception {
    // Given
    logIn();
    gateway.answer(command ->
        command instanceof Command.Login login && login.proof() instanceof Command.Resume
            ? refused(FailureCode.BAD_CREDENTIALS)
            : gateway.usual(command));

    // When
    gateway.drop();

    // Then
    awaitHeard("lost", "back");
    assertThat(gateway.received(Command.Login.class).getLast().proof())
        .isEqualTo(new Command.Password(RIGHT));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "RATE_LIMITED", "SHUTTING_DOWN", "LOCKED", "USER_ONLINE"})
  void aRefusalThatPassesIsWaitedOut(FailureCode code) throws Exception {
    // Given
    logIn();
    gateway.answer(command ->
        command instanceof Command.Login && gateway.received(Command.Login.class).size() < 5
            ? refused(code)
            : gateway.usual(command));

    // When
    gateway.drop();

    // Then
    awaitHeard("lost", "back");
    assertThat(gateway.received(Command.Login.class)).hasSize(5);
  }

  @Test
  void aNameThatStaysOnlineElsewhereIsGivenUp() throws Exception {
    // Given
    logIn();
    gateway.answer(command -> {
      now = now.plusSeconds(60);
      return command instanceof Command.Login
          ? refused(FailureCode.USER_ONLINE)
          : gateway.usual(command);
    });

    // When
    gateway.drop();

    // Then
    Eventually.await(() -> "heard " + heard, () -> heard.size() == 2);
    assertThat(heard.get(1)).startsWith("over Refused").contains("USER_ONLINE");
  }

  @Test
  void aPasswordThatIsNoLongerRightEndsTheClient() throws Exception {
    // Given
    logIn();
    gateway.answer(command -> refused(FailureCode.BAD_CREDENTIALS));

    // When
    gateway.drop();

    // Then
    Eventually.await(() -> "heard " + heard, () -> heard.size() == 2);
    assertThat(heard.get(1)).startsWith("over Refused").contains("BAD_CREDENTIALS");
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "KICKED", "REPLACED", "LOCKED"})
  void aGoodbyeThatIsMeantEndsTheClient(GoodbyeReason reason) throws Exception {
    // Given
    logIn();

    // When
    gateway.tell(new Notice.Goodbye(reason));

    // Then
    awaitHeard("over Dismissed[reason=" + reason + "]");
    assertThat(gateway.connections()).isEqualTo(1);
  }

  @Test
  void aServerThatFallsSilentIsNoticedAndLeft() throws Exception {
    // Given
    build(QUICK, watchful(Duration.ofMillis(50)));
    logIn();
    gateway.answer(
        command -> command instanceof Command.Ping ? Optional.empty() : gateway.usual(command));

    // When
    gateway.await(Command.Ping.class, 1);

    // Then
    Eventually.await(
        () -> "heard " + heard, () -> heard.size() >= 2 && heard.get(1).equals("back"));
  }

  @Test
  void aServerThatAnswersIsNotLeft() throws Exception {
    // Given
    build(QUICK, watchful(Patience.USUAL.answer()));
    logIn();

    // When
    gateway.await(Command.Ping.class, 5);

    // Then
    assertThat(heard).isEmpty();
  }

  @Test
  void aRequestWithoutAnAnswerFailsWhenTheConnectionBreaks() throws Exception {
    // Given
    logIn();
    gateway.answer(
        command -> command instanceof Command.WhoElse ? Optional.empty() : gateway.usual(command));
    Promise<Reply> reply = Promise.promise();
    context.runOnContext(go -> lifeline.ask(new Command.WhoElse()).onComplete(reply));
    gateway.await(Command.WhoElse.class, 1);

    // When
    gateway.drop();

    // Then
    assertThatThrownBy(() -> reply.future().await(10, TimeUnit.SECONDS))
        .isInstanceOf(LinkLost.class);
    awaitHeard("lost", "back");
  }

  @Test
  void anAnswerThatNamesNoRequestButSaysTooLongIsThatOfTheLongest() throws Exception {
    // Given
    logIn();
    gateway.answer(command ->
        command instanceof Command.Broadcast ? Optional.empty() : gateway.usual(command));
    Promise<Reply> longer = Promise.promise();
    context.runOnContext(go -> {
      lifeline.ask(new Command.Broadcast("short"));
      lifeline.ask(new Command.Broadcast("x".repeat(5_000))).onComplete(longer);
    });
    gateway.await(Command.Broadcast.class, 2);

    // When
    gateway.write("{\"re\":null,\"ok\":false,\"error\":\"too-long\",\"text\":\"Too long.\"}");

    // Then
    assertThat(longer.future().await(10, TimeUnit.SECONDS))
        .isEqualTo(new Reply.Refused(FailureCode.TOO_LONG, "Too long."));
  }

  @Test
  void whatTheServerWouldSkipIsNotSent() throws Exception {
    // Given
    logIn();

    // When
    Reply reply = on(() -> lifeline.ask(new Command.Broadcast("ä".repeat(9_000))));

    // Then
    assertThat(reply).isInstanceOf(Reply.Refused.class);
    assertThat(((Reply.Refused) reply).code()).isEqualTo(FailureCode.TOO_LONG);
    assertThat(gateway.received(Command.Broadcast.class)).isEmpty();
  }

  @Test
  void leavingSaysGoodbyeAndForgetsTheSecret() throws Exception {
    // Given
    List<Optional<Secret>> kept = new CopyOnWriteArrayList<>();
    logIn();
    context.runOnContext(go -> lifeline.keepResume(kept::add));

    // When
    on(() -> lifeline.leave(new Ending.Left()));

    // Then
    awaitHeard("over Left[]");
    assertThat(gateway.received(Command.Logout.class)).hasSize(1);
    assertThat(kept).containsExactly(Optional.of(gateway.secret()), Optional.empty());
  }

  @Test
  void leavingWhileThereIsNoConnectionEndsTheAttempts() throws Exception {
    // Given
    logIn();
    gateway.stop();
    awaitHeard("lost");

    // When
    on(() -> lifeline.leave(new Ending.Left()));

    // Then
    awaitHeard("lost", "over Left[]");
  }

  @Test
  void whoLeavesWhileAConnectionIsMadeLeavesNoneBehind() throws Exception {
    // When
    Promise<GatewayLink> attempt = Promise.promise();
    context.runOnContext(go -> {
      door.knock().onComplete(attempt);
      lifeline.leave(new Ending.Left());
    });

    // Then
    assertThatThrownBy(() -> attempt.future().await(10, TimeUnit.SECONDS))
        .isInstanceOf(LinkLost.class);
    assertThat(door.link()).isNull();
  }

  @Test
  void whoMayNotWaitForeverGivesUp() throws Exception {
    // Given
    build(QUICK.upTo(Duration.ofSeconds(10)), Patience.USUAL);
    logIn();

    // When
    gateway.stop();
    awaitHeard("lost");
    now = now.plusSeconds(11);

    // Then
    awaitHeard("lost", "over Lost[]");
  }

  @Test
  void underPressureNothingFurtherIsRead() throws Exception {
    // Given
    logIn();
    context.runOnContext(go -> door.press(true));
    on(() -> Future.succeededFuture());
    for (int i = 0; i < 100; i++) {
      gateway.tell(presence());
    }
    assertThat(heard).isEmpty();

    // When
    context.runOnContext(go -> door.press(false));

    // Then
    Eventually.await(() -> "heard " + heard.size(), () -> heard.size() == 100);
  }

  @Test
  void aMessageAnswerCarriesItsState() throws Exception {
    // Given
    logIn();

    // When
    Reply reply =
        on(() ->
            lifeline.ask(new Command.Message("yoda", "hi", Optional.of(new MessageId("m-1")))));

    // Then
    assertThat(reply)
        .isEqualTo(
            new Reply.MessageAccepted(
                new MessageId("m-1"), DeliveryState.DELIVERED, ScriptedGateway.NOW));
  }

  private static Notice presence() {
    return new Notice.PresenceChanged(new Username("yoda"), true, ScriptedGateway.NOW);
  }
}
