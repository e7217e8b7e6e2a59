// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.terminal.link.Patience;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.post.AccountFolder;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.PlainConsole;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client as a process with pipes, as scripts use it. */
@Timeout(120)
class ScriptTest {
  private static final String LOGIN = "hans\n" + ScriptedGateway.PASSWORD + "\n";

  @TempDir Path state;
  private final OnLoop loop = new OnLoop();
  private ScriptedGateway gateway;

  /** What is left of a process. */
  private record Ended(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(loop.vertx());
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TerminalMain.class.getName(),
                "client"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", state.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return e.toString();
      }
    });
  }

  private Ended run(String input, String... arguments) throws Exception {
    return finish(start(Map.of(), arguments), input);
  }

  private static Ended finish(Process process, String input) throws Exception {
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it ended before it had read everything
    }
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    return new Ended(ended ? process.exitValue() : -1, out.get(), err.get());
  }

  private String port() {
    return Integer.toString(gateway.port());
  }

  @Test
  void eachLineIsACommandAndEachAnswerALine() throws Exception {
    // When
    Ended ended =
        run(LOGIN + "message yoda hi  there \\ \"日本\"\nwhoelse\n\nblock vader\nlogout\n", port());

    // Then
    assertThat(ended.err()).isEmpty();
    assertThat(ended.lines())
        .hasSize(5)
        .element(0)
        .asString()
        .startsWith("* Welcome, hans. Your last login was on ");
    assertThat(ended.lines().subList(1, 5))
        .containsExactly(
            "-> yoda: hi  there \\ \"日本\" (delivered)",
            "* Online: yoda",
            "* You have blocked vader, who is not told.",
            "* Goodbye.");
    assertThat(ended.out()).doesNotContain("\u001b");
    assertThat(ended.status()).isZero();
  }

  @Test
  void theEndOfTheInputIsALogoutAfterAllAnswers() throws Exception {
    // When
    Ended ended = run(LOGIN + "message yoda last words", port());

    // Then
    assertThat(ended.lines()).contains("-> yoda: last words (delivered)");
    assertThat(ended.status()).isZero();
    assertThat(gateway.received(Command.Logout.class)).hasSize(1);
  }

  @Test
  void aRefusedCommandIsAnErrorAndTheOthersAreCarriedOut() throws Exception {
    // Given
    gateway.answer(command ->
        command instanceof Command.Message message && message.to().equals("eve")
            ? Optional.of(new Reply.Refused(FailureCode.NO_SUCH_USER, "There is no user eve."))
            : gateway.usual(command));

    // When
    Ended ended = run(LOGIN + "message eve hi\nmesage\nmessage yoda hi\n", port());

    // Then
    assertThat(ended.err().lines())
        .containsExactly(
            "* Error: Your message to eve was not sent. There is no user eve.",
            "* Error: There is no command mesage; did you mean message? Type help for all"
                + " commands.");
    assertThat(ended.lines()).contains("-> yoda: hi (delivered)");
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void storedMessagesAreReadEvenIfTheScriptLeavesAtOnce() throws Exception {
    // Given
    gateway.announcePending(3);
    gateway.answer(command -> {
      if (command instanceof Command.Login) {
        // after the answer
        loop.vertx()
            .runOnContext(go -> {
              for (int i = 1; i <= 3; i++) {
                gateway.tell(
                    new Notice.MessageArrived(
                        new Username("yoda"),
                        new MessageId("m-" + i),
                        "stored " + i,
                        ScriptedGateway.NOW,
                        true));
              }
            });
      }
      return gateway.usual(command);
    });

    // When
    Ended ended = run(LOGIN, port());

    // Then
    assertThat(ended.lines())
        .containsSequence("yoda: stored 1", "yoda: stored 2", "yoda: stored 3");
    assertThat(gateway.received(Command.Acknowledge.class)).hasSize(3);
    assertThat(ended.status()).isZero();
  }

  @Test
  void aWrongPairIsFollowedByTheNextAndTheEndOfTheInputIsAFailure() throws Exception {
    // When
    Ended second = run("hans\nwrong\n" + LOGIN + "logout\n", port());
    Ended none = run("hans\nwrong\n", port());

    // Then
    assertThat(second.status()).isZero();
    assertThat(second.err().lines()).containsExactly("* Error: Wrong name or password.");
    assertThat(none.status()).isEqualTo(1);
  }

  @Test
  void aPairOnTheCommandLineOrAPasswordInTheEnvironmentAsksNothing() throws Exception {
    // When
    Ended pair = run("whoelse\n", "127.0.0.1", port(), "hans:" + ScriptedGateway.PASSWORD);
    Process process =
        start(Map.of("PARLEY_PASSWORD", ScriptedGateway.PASSWORD), port(), "--user", "hans");
    Ended environment = finish(process, "whoelse\n");
    Ended wrong = run("whoelse\n", "127.0.0.1", port(), "hans:wrong");

    // Then
    assertThat(pair.lines()).contains("* Online: yoda");
    assertThat(pair.status()).isZero();
    assertThat(environment.lines()).contains("* Online: yoda");
    assertThat(wrong.err()).isEqualTo("* Error: Wrong name or password.\n");
    assertThat(wrong.status()).isEqualTo(1);
  }

  @Test
  void whereNoServerIsOneSentenceSaysSo() throws Exception {
    // Given
    gateway.stop();

    // When
    Ended ended = run("", port());

    // Then
    assertThat(ended.err())
        .isEqualTo(
            "* Error: Cannot reach a server at 127.0.0.1:" + port() + ": nothing listens there.\n");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void argumentsThatMakeNoSenseAreNamed() throws Exception {
    // When
    Ended ended = run("", "localhost", "many");

    // Then
    assertThat(ended.err())
        .startsWith("parley: PORT is a number from 1 to 65535, not many.\nUsage: ");
    assertThat(ended.status()).isEqualTo(2);
    Ended help = run("", "--help");
    assertThat(help.out()).startsWith("Usage: parley client");
    assertThat(help.status()).isZero();
  }

  @Test
  void aSessionThatTheServerEndsIsAFailure() throws Exception {
    // Given
    Process process = start(Map.of(), "127.0.0.1", port(), "hans:" + ScriptedGateway.PASSWORD);
    gateway.await(Command.Login.class, 1);

    // When: the input stays open
    gateway.tell(new Notice.Goodbye(GoodbyeReason.TIMEOUT));

    // Then
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(read(process.getInputStream()).get())
        .contains("* You have been logged out: no command for 60 minutes.");
  }

  @Test
  void aConnectionThatDoesNotComeBackIsAFailureAndTheMessageGoesNextTime() throws Exception {
    // Given
    gateway.answer(
        command -> command instanceof Command.Message ? Optional.empty() : gateway.usual(command));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Client client = inThisProcess(LOGIN + "message yoda hi\n", err);
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(client::run);
    Command.Message lost = gateway.await(Command.Message.class, 1).getFirst();

    // When
    gateway.stop();
    assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    gateway.answer(gateway::usual);
    gateway.start();
    Ended next = run("", "127.0.0.1", port(), "hans:" + ScriptedGateway.PASSWORD);

    // Then
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("* Error: The connection to the server is lost.");
    assertThat(next.lines()).contains("-> yoda: hi (delivered)");
    assertThat(gateway.received(Command.Message.class).getLast().id()).isEqualTo(lost.id());
  }

  /** With less patience than a process of its own has. */
  private Client inThisProcess(String input, OutputStream err) {
    Console console =
        new PlainConsole(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(err),
            Optional.empty(),
            () -> {});
    return new Client(
        Arguments.parse(List.of(port()), Map.of("XDG_STATE_HOME", state.toString())),
        console,
        loop.vertx(),
        new Client.Timing(
            Patience.USUAL,
            ClientAtTerminal.QUICK.upTo(Duration.ofMillis(200)),
            InstantSource.system()));
  }

  @Test
  void aClientThatIsKilledSendsItsMessagesNextTime() throws Exception {
    // Given
    gateway.answer(
        command -> command instanceof Command.Message ? Optional.empty() : gateway.usual(command));
    Process process = start(Map.of(), "127.0.0.1", port(), "hans:" + ScriptedGateway.PASSWORD);
    process.getOutputStream().write("message yoda hi\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    Command.Message lost = gateway.await(Command.Message.class, 1).getFirst();

    // When
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    gateway.answer(gateway::usual);
    Ended next = run("", "127.0.0.1", port(), "hans:" + ScriptedGateway.PASSWORD);

    // Then
    assertThat(next.lines())
        .contains(
            "* A message of last time has no answer yet; it is sent again.",
            "-> yoda: hi (delivered)");
    assertThat(gateway.received(Command.Message.class).getLast().id()).isEqualTo(lost.id());
  }

  @Test
  void whereAnotherClientUsesTheFolderTheClientWorksWithout() throws Exception {
    // Given
    Path folder =
        AccountFolder.of(
            state.resolve("parley"), new ServerAddress("127.0.0.1", gateway.port()), "hans");
    try (AccountFolder other = AccountFolder.open(folder)) {
      assertThat(other.isKept()).isTrue();

      // When
      Ended ended = run(LOGIN + "message yoda hi\n", port());

      // Then
      assertThat(ended.lines())
          .contains(
              "* Another client uses this account here: what you type is kept only as long as this"
                  + " one runs.",
              "-> yoda: hi (delivered)");
      assertThat(ended.status()).isZero();
    }
  }

  @Test
  void aSignalFromOutsideIsAGoodbye() throws Exception {
    // Given
    Process process = start(Map.of(), "127.0.0.1", port(), "hans:" + ScriptedGateway.PASSWORD);
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).startsWith("* Welcome, hans.");
    Writer in = process.outputWriter(StandardCharsets.UTF_8);
    in.write("whoelse\n");
    in.flush();
    assertThat(out.readLine()).isEqualTo("* Online: yoda");

    // When
    process.destroy();

    // Then
    gateway.await(Command.Logout.class, 1);
    assertThat(process.waitFor(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }
}
