// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.post.AccountFolder;
import io.parley.terminal.post.Letter;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Refusals;
import io.parley.wire.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientAtTerminalTest {
  private static final Username YODA = new Username("yoda");

  @TempDir Path state;
  private final OnLoop loop = new OnLoop();
  private ScriptedGateway gateway;
  private ClientAtTerminal hans;

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(loop.vertx());
  }

  @AfterEach
  void close() throws Exception {
    if (hans != null) {
      hans.close();
    }
    loop.close();
  }

  private ClientAtTerminal start(String... options) throws Exception {
    hans = new ClientAtTerminal(loop.vertx(), gateway, state, options);
    return hans;
  }

  private Path folder() {
    return AccountFolder.of(state, new ServerAddress("127.0.0.1", gateway.port()), "hans");
  }

  private void says(String text) {
    gateway.tell(message("m-" + text.hashCode(), text));
  }

  private static Notice message(String id, String text) {
    return new Notice.MessageArrived(YODA, new MessageId(id), text, ScriptedGateway.NOW, false);
  }

  private static Optional<Reply> refused(FailureCode code, String text) {
    return Optional.of(new Reply.Refused(code, text));
  }

  @Test
  void aPersonIsAskedForNameAndPasswordAndWelcomed() throws Exception {
    // When
    start().logIn("hans");

    // Then
    assertThat(hans.lines())
        .anyMatch(line -> line.startsWith("* Welcome, hans. Your last login was on 20 November"));
    assertThat(hans.terminal().raw()).doesNotContain(ScriptedGateway.PASSWORD);
    Command.Login login = gateway.received(Command.Login.class).getFirst();
    assertThat(login.acknowledges()).isTrue();
    assertThat(login.peer().orElseThrow().policy()).isEqualTo(PeerPolicy.AUTO);
  }

  @Test
  void aMistypedCommandThatHoldsAPasswordIsNeitherShownWholeNorKept() throws Exception {
    // Given
    start().logIn("hans");

    // When
    hans.enter("hans>", "passwrd s3cret other");
    hans.sees("> passwrd …");
    hans.enter("hans>", "privat yoda psst");
    hans.sees("> privat …");
    hans.enter("hans>", "whoelse");
    hans.sees("> whoelse");

    // Then
    assertThat(Files.readString(folder().resolve("history")))
        .contains("whoelse")
        .doesNotContain("s3cret", "psst");
  }

  @Test
  void aWrongPairIsAskedAgainAndALockEndsTheClientWithTheSeconds() throws Exception {
    // Given
    gateway.answer(command ->
        gateway.received(Command.Login.class).size() < 3
            ? refused(FailureCode.BAD_CREDENTIALS, "Wrong name or password.")
            : Optional.of(
                new Reply.Refused(
                    FailureCode.LOCKED, "Locked.", Optional.of(Duration.ofSeconds(43)))));
    start();

    // When
    for (int i = 0; i < 3; i++) {
      hans.enter("user:", "hans").enter("password:", "wrong" + i);
    }

    // Then
    assertThat(hans.status()).isEqualTo(1);
    hans.sees("* Error: Wrong name or password.");
    hans.sees("* Error: Too many wrong passwords: hans is locked for 43 seconds.");
  }

  @Test
  void anAccountIsMadeInTheSameDialogue() throws Exception {
    // When
    start().enter("user:", "register").enter("new user:", "luke");
    hans.enter("new password:", ScriptedGateway.PASSWORD);
    hans.enter("the same again:", ScriptedGateway.PASSWORD);

    // Then
    hans.sees("* The account luke is made.");
    assertThat(gateway.await(Command.Register.class, 1))
        .containsExactly(new Command.Register("luke", new Secret(ScriptedGateway.PASSWORD)));
    assertThat(gateway.await(Command.Login.class, 1).getFirst().user()).isEqualTo("luke");
  }

  @Test
  void anIncomingLineDoesNotBreakTheOneBeingTyped() throws Exception {
    // Given
    start().logIn("hans");
    hans.terminal().type("message yoda half ty");
    hans.sees("hans> message yoda half ty");

    // When
    says("hello  there");
    gateway.tell(new Notice.BroadcastArrived(YODA, "to all", ScriptedGateway.NOW));
    gateway.tell(new Notice.PresenceChanged(new Username("leia"), false, ScriptedGateway.NOW));
    gateway.tell(new Notice.Announcement("maintenance at noon", ScriptedGateway.NOW));

    // Then
    hans.sees("yoda: hello  there");
    hans.sees("yoda (broadcast): to all");
    hans.sees("* leia logged out");
    hans.sees("* notice: maintenance at noon");
    hans.sees("hans> message yoda half ty");
    hans.terminal().type("ped\r");
    hans.sees("-> yoda: half typed (delivered)");
    assertThat(gateway.received(Command.Message.class).getFirst().text()).isEqualTo("half typed");
  }

  @Test
  void whatBecameOfAMessageStandsBehindIt() throws Exception {
    // Given
    gateway.answer(command ->
        switch (command) {
          case Command.Message message when message.to().equals("luke") ->
              Optional.of(
                  new Reply.MessageAccepted(
                      message.id().orElseThrow(), DeliveryState.STORED, ScriptedGateway.NOW));
          case Command.Message message when message.to().equals("eve") ->
              Optional.of(Refusals.of(FailureCode.BLOCKED, command));
          case Command.Message message when message.to().equals("slow") -> Optional.empty();
          case Command.Broadcast broadcast -> Optional.of(new Reply.BroadcastSent(1, true));
          default -> gateway.usual(command);
        });
    start().logIn("hans");

    // When
    hans.enter("hans>", "message luke see  you");
    hans.enter("hans>", "send eve hi");
    hans.enter("hans>", "message slow anybody?");
    hans.enter("hans>", "broadcast dinner");

    // Then
    hans.sees("-> luke: see  you (stored: luke is offline and gets it at the next login)");
    hans.sees("* Error: Your message to eve was not sent: eve has blocked you.");
    hans.sees("-> slow: anybody? (sending…)");
    hans.sees("-> everyone: dinner (reached one user, kept from someone who has blocked you)");
  }

  @Test
  void aMistypedCommandIsExplainedAndCountsAsASignOfLife() throws Exception {
    // Given
    start().logIn("hans");

    // When
    hans.enter("hans>", "mesage yoda hi");
    hans.enter("hans>", "");
    hans.enter("hans>", "message");
    hans.enter("hans>", "private yoda hi");
    hans.enter("hans>", "stopprivate");
    hans.enter("hans>", "help block");
    hans.enter("hans>", "ping");

    // Then
    hans.sees(
        "* Error: There is no command mesage; did you mean message? Type help for all commands.");
    hans.sees("* Error: There is no private session with yoda. Start one with: startprivate yoda");
    hans.sees("* Error: There is no private session.");
    gateway.await(Command.Active.class, 6);
    assertThat(gateway.received(Command.Message.class)).isEmpty();
  }

  @Test
  void listsAndAnswersAreSentences() throws Exception {
    // Given
    start().logIn("hans");

    // When
    hans.enter("hans>", "whoelse").sees("* Online: yoda");
    hans.enter("hans>", "whoelsesince 900");
    hans.enter("hans>", "block vader");

    // Then
    hans.sees("* Nobody else was online in the last 900 seconds.");
    hans.sees("* You have blocked vader, who is not told.");
    assertThat(gateway.received(Command.Active.class)).isEmpty();
  }

  @Test
  void aPasswordIsChangedWithoutBeingSeen() throws Exception {
    // Given
    start().logIn("hans");

    // When
    hans.enter("hans>", "passwd").enter("old password:", ScriptedGateway.PASSWORD);
    hans.enter("new password:", "millennium").enter("the same again:", "millennium");

    // Then
    hans.sees("* Your password is changed.");
    assertThat(gateway.received(Command.ChangePassword.class)).hasSize(1);
    assertThat(hans.terminal().raw()).doesNotContain("millennium");
  }

  @Test
  void whoIsIdleIsToldWithoutTypingAndTheClientEnds() throws Exception {
    // Given
    start().logIn("hans");
    hans.terminal().type("half");

    // When
    gateway.tell(new Notice.Goodbye(GoodbyeReason.TIMEOUT));

    // Then
    assertThat(hans.status()).isEqualTo(1);
    hans.sees("* You have been logged out: no command for 60 minutes.");
    assertThat(hans.lines()).noneMatch(line -> line.startsWith("hans>"));
  }

  @Test
  void leavingIsAGoodbye() throws Exception {
    // Given
    start().logIn("hans");

    // When
    hans.enter("hans>", "quit");

    // Then
    assertThat(hans.status()).isZero();
    hans.sees("* Goodbye.");
    assertThat(gateway.received(Command.Logout.class)).hasSize(1);
    assertThat(folder().resolve("resume")).doesNotExist();
  }

  @Test
  void endOfInputIsAGoodbyeToo() throws Exception {
    // Given
    start().logIn("hans");
    hans.enter("hans>", "whoelse");
    hans.sees("* Online: yoda");

    // When
    hans.terminal().type("\u0004");

    // Then
    assertThat(hans.status()).isZero();
  }

  @Test
  void whatIsTypedWhileTheConnectionIsAwayArrivesWhenItIsBack() throws Exception {
    // Given
    start().logIn("hans");
    gateway.stop();
    hans.sees(
        "* The connection to the server is lost. You can keep typing: messages are sent when it is"
            + " back.");

    // When
    hans.enter("hans (offline)>", "message yoda one");
    hans.enter("hans (offline)>", "message yoda two");
    hans.enter("hans (offline)>", "whoelse");
    hans.sees("-> yoda: one (waiting for the connection)");
    hans.sees(
        "* Error: There is no connection to the server at the moment; whoelse was not carried"
            + " out.");
    gateway.start();

    // Then
    hans.sees("-> yoda: one (delivered)").sees("-> yoda: two (delivered)");
    hans.terminal().await("prompt", lines -> lines.contains("hans>"));
    assertThat(gateway.received(Command.Message.class).stream().map(Command.Message::text))
        .containsExactly("one", "two");
    assertThat(gateway.received(Command.Login.class).getLast().proof())
        .isInstanceOf(Command.Resume.class);
  }

  @Test
  void whatAnEarlierClientCouldNotSendGoesFirstWithTheSameId() throws Exception {
    // Given
    try (AccountFolder died = AccountFolder.open(folder())) {
      died.outbox().put(new Letter(new MessageId("old-1"), "yoda", "from before"));
    }

    // When
    start().logIn("hans");
    hans.enter("hans>", "message yoda now");

    // Then
    hans.sees("* A message of last time has no answer yet; it is sent again.");
    hans.sees("-> yoda: from before (delivered)").sees("-> yoda: now (delivered)");
    List<Command.Message> sent = gateway.received(Command.Message.class);
    assertThat(sent.getFirst().id()).contains(new MessageId("old-1"));
    assertThat(sent.getLast().text()).isEqualTo("now");
    hans.enter("hans>", "logout");
    assertThat(hans.status()).isZero();
    try (AccountFolder after = AccountFolder.open(folder())) {
      assertThat(after.outbox().waiting()).isEmpty();
    }
  }

  @Test
  void aMessageThatWasShownIsAcknowledgedAndNeverShownAgain() throws Exception {
    // Given
    start().logIn("hans");
    gateway.tell(message("m-1", "once"));
    hans.sees("yoda: once");
    gateway.await(Command.Acknowledge.class, 1);
    hans.enter("hans>", "logout");
    hans.status();
    hans.close();

    // When
    start().logIn("hans");
    gateway.tell(message("m-1", "once"));
    gateway.tell(message("m-2", "twice"));

    // Then
    hans.sees("yoda: twice");
    assertThat(gateway.await(Command.Acknowledge.class, 3))
        .containsExactly(
            new Command.Acknowledge(new MessageId("m-1")),
            new Command.Acknowledge(new MessageId("m-1")),
            new Command.Acknowledge(new MessageId("m-2")));
    assertThat(hans.lines()).doesNotContain("yoda: once");
  }

  @Test
  void afterACrashTheClientTakesThePlaceOfItsOwnDeadSession() throws Exception {
    // Given
    try (AccountFolder died = AccountFolder.open(folder())) {
      died.keepResume(Optional.of(gateway.secret()));
    }
    gateway.answer(command ->
        command instanceof Command.Login login && login.proof() instanceof Command.Password
            ? refused(FailureCode.USER_ONLINE, "hans is online already.")
            : gateway.usual(command));

    // When
    start().logIn("hans");

    // Then
    hans.enter("hans>", "whoelse").sees("* Online: yoda");
  }

  @Test
  void whoIsOnlineElsewhereIsToldAndAskedAgain() throws Exception {
    // Given
    gateway.answer(command -> refused(FailureCode.USER_ONLINE, "hans is online already."));
    start();

    // When
    hans.enter("user:", "hans").enter("password:", ScriptedGateway.PASSWORD);

    // Then
    hans.sees("* Error: hans is online already.");
    gateway.answer(gateway::usual);
    hans.logIn("hans");
  }

  @Test
  void nobodyCanSpeakAsTheClientOrTheServer() throws Exception {
    // Given
    start().logIn("hans");

    // When
    for (String text :
        List.of("\u001b[2J", "hi\r* yoda logged out", "\u009b1A\u202e", "a\u2028* notice: x")) {
      says(text);
    }
    gateway.tell(
        new Notice.MessageArrived(
            new Username("Error"),
            new MessageId("e"),
            "you are locked",
            ScriptedGateway.NOW,
            false));
    gateway.tell(new Notice.Announcement("\u001b]0;x\u0007end", ScriptedGateway.NOW));

    // Then
    hans.sees("* notice: ␛]0;x␇end");
    assertThat(hans.lines()).noneMatch(line -> line.startsWith("* yoda"));
    assertThat(hans.lines()).filteredOn(line -> line.startsWith("* notice")).hasSize(1);
    assertThat(hans.lines()).contains("Error: you are locked").contains("yoda: ␛[2J");
    assertThat(hans.terminal().raw()).doesNotContain("\u001b[2J", "\u001b]0", "\u009b", "\u202e");
  }

  @Test
  void aQuestionDoesNotStopTheTypingAndIsAnsweredWithYesOrNo() throws Exception {
    // Given
    start("--private", "ask").logIn("hans");
    assertThat(gateway.received(Command.Login.class).getFirst().peer().orElseThrow().policy())
        .isEqualTo(PeerPolicy.ASK);

    // When
    gateway.tell(new Notice.PeerRequested(YODA, new Secret("t-1")));
    gateway.tell(new Notice.PeerRequested(new Username("leia"), new Secret("t-2")));
    hans.sees("* yoda would like a private session (y/n)");
    hans.enter("hans>", "whoelse").sees("* Online: yoda");
    hans.enter("hans>", "y");
    hans.enter("hans>", "N");

    // Then
    hans.sees("* yoda may connect now.").sees("* leia is told that you declined.");
    assertThat(gateway.received(Command.Consent.class))
        .containsExactly(
            new Command.Consent(new Secret("t-1"), true),
            new Command.Consent(new Secret("t-2"), false));
    hans.enter("hans>", "y");
    hans.terminal()
        .await(
            "no question left",
            lines ->
                lines.stream().anyMatch(line -> line.startsWith("* Error: There is no command y")));
  }

  @Test
  void aFloodIsShownInOrderAndAllOfItIsAcknowledged() throws Exception {
    // Given
    start().logIn("hans");

    // When
    for (int i = 0; i < 2_000; i++) {
      gateway.tell(message("m-" + i, "line " + i));
    }

    // Then
    hans.sees("yoda: line 1999").sees("yoda: line 1998");
    assertThat(gateway.await(Command.Acknowledge.class, 2_000)).hasSize(2_000);
  }
}
