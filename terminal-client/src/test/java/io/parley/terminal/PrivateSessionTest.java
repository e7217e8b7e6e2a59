// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.nio.file.Path;
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
    hans = new ClientAtTerminal(loop.vertx(), serverOfHans, state).logIn("hans");
    leia = new ClientAtTerminal(loop.vertx(), serverOfLeia, state).logIn("leia");
    serverOfHans.answer(command ->
        command instanceof Command.StartPrivate start && start.user().equals("leia")
            ? Optional.of(introduce())
            : serverOfHans.usual(command));
  }

  /** What a server does: tells one where the other is, and the other who comes. */
  private Reply introduce() {
    Secret token = new Secret("word-" + words.incrementAndGet());
    int port = serverOfLeia.received(Command.Login.class).getLast().peer().orElseThrow().port();
    serverOfLeia.tell(new Notice.PeerExpected(HANS, Optional.empty(), token));
    return new Reply.PeerFound(new PeerAddress("127.0.0.1", port, Optional.empty(), token));
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
                    new PeerAddress("127.0.0.1", 9, Optional.empty(), new Secret("word"))))
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
                    .contains(
                        "* Refused a private connection from 127.0.0.1, which claimed to be hans"));
    assertThat(leia.lines()).noneMatch(line -> line.contains("I am hans"));
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
