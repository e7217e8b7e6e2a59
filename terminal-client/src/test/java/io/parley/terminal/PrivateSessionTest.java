// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.PeerAddress;
import io.parley.model.PeerOffer;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people at two terminals, each with a script for the server. */
@Timeout(60)
class PrivateSessionTest {
  private static final Username HANS = new Username("hans");

  @TempDir Path state;
  private final OnLoop loop = new OnLoop();
  private final AtomicInteger words = new AtomicInteger();
  private ScriptedGateway serverOfHans;
  private ScriptedGateway serverOfLeia;
  private ClientAtTerminal hans;
  private ClientAtTerminal leia;

  @BeforeEach
  void bothLogIn() throws Exception {
    serverOfHans = new ScriptedGateway(loop.vertx());
    serverOfLeia = new ScriptedGateway(loop.vertx());
    hans = new ClientAtTerminal(loop.vertx(), serverOfHans, state.resolve("hans")).logIn("hans");
    leia = new ClientAtTerminal(loop.vertx(), serverOfLeia, state.resolve("leia")).logIn("leia");
    serverOfHans.answer(command ->
        command instanceof Command.StartPrivate start && start.user().equals("leia")
            ? Optional.of(introduce())
            : serverOfHans.usual(command));
  }

  /** What a server does: tells one where the other is, and the other who comes. */
  private Reply introduce() {
    Secret token = new Secret("word-" + words.incrementAndGet());
    PeerOffer ofHans = offer(serverOfHans);
    PeerOffer ofLeia = offer(serverOfLeia);
    serverOfLeia.tell(new Notice.PeerExpected(HANS, ofHans.fingerprint(), token));
    return new Reply.PeerFound(
        new PeerAddress("127.0.0.1", ofLeia.port(), ofLeia.fingerprint(), token));
  }

  private static PeerOffer offer(ScriptedGateway server) {
    return server.received(Command.Login.class).getLast().peer().orElseThrow();
  }

  @AfterEach
  void close() throws Exception {
    hans.close();
    leia.close();
    loop.close();
  }

  private void begin() throws Exception {
    hans.enter("hans>", "startprivate leia");
    hans.sees("* Your private session with leia is open. Write with: private leia TEXT");
    leia.sees("* hans has started a private session with you. Write with: private hans TEXT");
  }

  @Test
  void bothWriteAndTheServerHearsNothingOfIt() throws Exception {
    // Given
    begin();

    // When
    hans.enter("hans>", "private leia I  know");
    leia.sees("hans (private): I  know");
    leia.enter("leia>", "private hans message hans hi");

    // Then
    hans.sees("leia (private): message hans hi");
    hans.sees("-> leia (private): I  know (delivered)");
    serverOfHans.await(Command.Active.class, 1);
    assertThat(serverOfHans.received(Command.Message.class)).isEmpty();
    assertThat(serverOfHans.received().toString()).doesNotContain("I  know");
  }

  @Test
  void itGoesOnWhileTheServerIsAwayAndBesideTheServersMessages() throws Exception {
    // Given
    begin();
    serverOfHans.tell(
        new Notice.MessageArrived(
            new Username("yoda"), new MessageId("m"), "hm", ScriptedGateway.NOW, false));
    hans.sees("yoda: hm");

    // When
    serverOfHans.stop();
    hans.enter("hans (offline)>", "private leia still here");

    // Then
    leia.sees("hans (private): still here");
    hans.sees("-> leia (private): still here (delivered)");
  }

  @Test
  void whoStopsItTellsTheOther() throws Exception {
    // Given
    begin();

    // When
    hans.enter("hans>", "stopprivate");

    // Then
    hans.sees("* The private session with leia is closed.");
    leia.sees("* The private session with hans has ended: hans ended it.");
    leia.enter("leia>", "private hans hello?");
    leia.sees("* Error: There is no private session with hans. Start one with: startprivate hans");
  }

  @Test
  void whoIsLoggedOutForInactivityTellsThePeerSo() throws Exception {
    // Given
    begin();

    // When
    serverOfHans.tell(new Notice.Goodbye(GoodbyeReason.TIMEOUT));

    // Then
    leia.sees("* The private session with hans has ended: hans was logged out for inactivity.");
    assertThat(hans.status()).isEqualTo(1);
  }

  @Test
  void whoLogsOutTellsThePeerSo() throws Exception {
    // Given
    begin();

    // When
    leia.enter("leia>", "logout");

    // Then
    hans.sees("* The private session with leia has ended: leia logged out.");
  }

  @Test
  void aSecondStartIsRefusedAndCountsAsASignOfLife() throws Exception {
    // Given
    begin();
    int before = serverOfHans.received(Command.StartPrivate.class).size();

    // When
    hans.enter("hans>", "startprivate leia");

    // Then
    hans.sees("* Error: There is a private session with leia already, or one is beginning.");
    assertThat(serverOfHans.received(Command.StartPrivate.class)).hasSize(before);
    serverOfHans.await(Command.Active.class, 1);
  }

  @Test
  void aRefusalIsASentenceWithoutAnAddress() throws Exception {
    // Given
    serverOfHans.answer(command ->
        command instanceof Command.StartPrivate
            ? Optional.of(
                new Reply.Refused(FailureCode.DECLINED, "leia declined a private session."))
            : serverOfHans.usual(command));

    // When
    hans.enter("hans>", "startprivate leia");

    // Then
    hans.sees("* Error: leia declined a private session.");
  }

  @Test
  void noWayThroughSaysWhatToSet() throws Exception {
    // Given
    serverOfHans.answer(command ->
        command instanceof Command.StartPrivate
            ? Optional.of(
                new Reply.PeerFound(
                    new PeerAddress(
                        "127.0.0.1", 9, offer(serverOfLeia).fingerprint(), new Secret("word"))))
            : serverOfHans.usual(command));

    // When
    hans.enter("hans>", "startprivate leia");

    // Then
    hans.terminal()
        .await(
            "the sentence",
            lines ->
                String.join("", lines).contains("* Error: Could not reach leia at 127.0.0.1 port 9")
                    && String.join("", lines).contains("--peer-host"));
  }

  @Test
  void whoClaimsToBeAnotherIsRefusedAndTheOwnerHears() throws Exception {
    // Given
    int port = serverOfLeia.received(Command.Login.class).getLast().peer().orElseThrow().port();

    // When
    loop.await(() ->
        loop.vertx()
            .createNetClient()
            .connect(port, "127.0.0.1")
            .onSuccess(socket -> {
              socket.write("{\"say\":\"hello\",\"user\":\"hans\",\"token\":\"x\"}\n");
              socket.write("{\"say\":\"text\",\"n\":1,\"text\":\"I am hans\"}\n");
            }));

    // Then
    leia.terminal()
        .await(
            "refused",
            lines ->
                String.join(" ", lines)
                    .contains("* Refused a private connection from somebody without a key."));
    assertThat(leia.lines()).noneMatch(line -> line.contains("I am hans"));
  }

  @Test
  void bothCompareTheirCodeAndWhoSaysYesHasVerifiedTheOther() throws Exception {
    // Given
    begin();
    hans.enter("hans>", "private verify leia");
    leia.enter("leia>", "private verify hans");
    String code = code(hans);
    assertThat(code(leia)).isEqualTo(code);

    // When
    hans.enter("hans>", "y");
    leia.enter("leia>", "n");

    // Then
    hans.terminal()
        .await("verified", lines -> joined(lines).contains("The key of leia is verified."));
    leia.terminal().await("not", lines -> joined(lines).contains("somebody may be between you"));
    assertThat(state.resolve("hans").resolve("verified_keys")).exists();
    assertThat(state.resolve("leia").resolve("verified_keys")).doesNotExist();
    hans.enter("hans>", "private verify leia");
    hans.terminal().await("known", lines -> joined(lines).contains(code + " (verified)"));
    hans.enter("hans>", "stopprivate");
    hans.enter("hans>", "startprivate leia");
    hans.sees("* You have verified the key of leia.");
    leia.sees("* You have not verified the key of hans. To do so: private verify hans");
  }

  @Test
  void aYesToAnotherQuestionVerifiesNobody() throws Exception {
    // Given
    begin();
    hans.enter("hans>", "private verify leia");
    code(hans);

    // When: the other question is gone again by the time of the answer
    serverOfHans.tell(new Notice.PeerRequested(new Username("luke"), new Secret("wish")));
    hans.sees("* luke would like a private session (y/n)");
    serverOfHans.drop();
    hans.terminal().await("back", lines -> joined(lines).contains("Connected again"));
    hans.enter("hans>", "y");

    // Then
    hans.terminal().await("no", lines -> joined(lines).contains("That answers nothing"));
    assertThat(state.resolve("hans").resolve("verified_keys")).doesNotExist();
  }

  @Test
  void aYesToTheCodeLetsNobodyElseConnect() throws Exception {
    // Given
    begin();
    serverOfHans.tell(new Notice.PeerRequested(new Username("luke"), new Secret("wish")));
    hans.sees("* luke would like a private session (y/n)");
    hans.enter("hans>", "private verify leia");
    code(hans);

    // When
    hans.enter("hans>", "y");
    hans.terminal().await("no", lines -> joined(lines).contains("That answers nothing"));
    hans.enter("hans>", "n");

    // Then
    hans.sees("* luke is told that you declined.");
    assertThat(serverOfHans.received(Command.Consent.class))
        .containsExactly(new Command.Consent(new Secret("wish"), false));
    assertThat(state.resolve("hans").resolve("verified_keys")).doesNotExist();
  }

  @Test
  void aYesLongAfterTheCodeWasShownVerifiesNobody() throws Exception {
    // Given
    begin();
    hans.enter("hans>", "private verify leia");
    code(hans);

    // When
    hans.letPass(Duration.ofMinutes(4));
    hans.enter("hans>", "y");

    // Then
    hans.terminal().await("no", lines -> joined(lines).contains("the question is old"));
    assertThat(state.resolve("hans").resolve("verified_keys")).doesNotExist();
  }

  private static String joined(java.util.List<String> lines) {
    return String.join("", lines);
  }

  private static String code(ClientAtTerminal client) {
    java.util.regex.Pattern code =
        java.util.regex.Pattern.compile("code with \\w+ is ((\\d{5} ){11}\\d{5})");
    client.terminal().await("a code", lines -> code.matcher(joined(lines)).find());
    java.util.regex.Matcher found = code.matcher(joined(client.terminal().lines()));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void withoutASessionThereIsNothingToCompare() throws Exception {
    // When
    hans.enter("hans>", "private verify leia");

    // Then
    hans.sees("* Error: There is no private session with leia. Start one with: startprivate leia");
  }

  @Test
  void aVerifiedUserWithAnotherKeyIsRefusedWithAWarning() throws Exception {
    // Given
    begin();
    hans.enter("hans>", "private verify leia");
    code(hans);
    hans.enter("hans>", "yes");
    hans.terminal().await("verified", lines -> joined(lines).contains("is verified."));
    hans.enter("hans>", "stopprivate");
    String other = io.parley.keys.Identity.fresh("x", java.time.Instant.now()).fingerprint().text();
    serverOfHans.answer(command ->
        command instanceof Command.StartPrivate
            ? Optional.of(
                new Reply.PeerFound(
                    new PeerAddress("127.0.0.1", 5000, Optional.of(other), new Secret("w"))))
            : serverOfHans.usual(command));

    // When
    hans.enter("hans>", "startprivate leia");

    // Then
    hans.terminal()
        .await(
            "a warning",
            lines ->
                joined(lines)
                    .contains("WARNING: the key of leia is not the one that you verified"));
  }

  @Test
  void aHostilePeerCannotTouchTheTerminal() throws Exception {
    // Given
    begin();

    // When
    hans.enter("hans>", "private leia \u001b[200~x\u001b]0;OWNED\u0007 \u009b2J \u202e\u001b[201~");

    // Then
    leia.terminal()
        .await(
            "shown",
            lines -> lines.stream().anyMatch(line -> line.startsWith("hans (private): x")));
    assertThat(leia.terminal().raw()).doesNotContain("\u001b]0", "\u009b", "\u202e");
  }
}
