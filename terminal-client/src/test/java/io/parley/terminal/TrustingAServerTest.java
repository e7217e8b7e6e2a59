// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.keys.Identity;
import io.parley.terminal.link.Patience;
import io.parley.terminal.screen.PlainConsole;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that encrypts, and servers for which no authority vouches. */
@Timeout(60)
class TrustingAServerTest {
  private static final String QUESTION = "trust this server from now on? (yes/no)";

  @TempDir Path state;
  private final OnLoop loop = new OnLoop();
  private final Identity first = Identity.fresh("server", Instant.now());
  private final Identity second = Identity.fresh("server", Instant.now());
  private ScriptedGateway gateway;

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(loop.vertx()).encrypt(first);
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
  }

  private ClientAtTerminal client() throws Exception {
    return new ClientAtTerminal(loop.vertx(), gateway, state, "--tls");
  }

  private record Script(int status, String err) {}

  private Script script(int port, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(0, List.of(Integer.toString(port), "--tls", "--state", state.toString()));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Client client =
        new Client(
            Arguments.parse(words, Map.of()),
            new PlainConsole(
                new ByteArrayInputStream(
                    ("hans\n" + ScriptedGateway.PASSWORD + "\nwhoelse\n")
                        .getBytes(StandardCharsets.UTF_8)),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Optional.empty(),
                () -> {}),
            loop.vertx(),
            new Client.Timing(Patience.USUAL, ClientAtTerminal.QUICK, InstantSource.system()));
    return new Script(client.run(), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anUnknownServerIsAskedAboutOnceAndRememberedForItsOwnerOnly() throws Exception {
    // Given
    try (ClientAtTerminal hans = client()) {
      hans.sees("* Error: Its fingerprint is " + first.fingerprint());

      // When
      hans.enter(QUESTION, "yes");
      hans.logIn("hans");
    }

    // Then
    Path known = state.resolve("known_servers");
    assertThat(known).hasContent("127.0.0.1:" + gateway.port() + " " + first.fingerprint());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(known)))
        .isEqualTo("rw-------");
    try (ClientAtTerminal again = client()) {
      again.logIn("hans");
      assertThat(again.lines()).noneMatch(line -> line.contains("fingerprint"));
    }
  }

  @Test
  void whoSaysNoSendsNothing() throws Exception {
    try (ClientAtTerminal hans = client()) {
      // When
      hans.enter(QUESTION, "no");

      // Then
      hans.sees("* Nothing was sent.");
      assertThat(hans.status()).isEqualTo(1);
      assertThat(gateway.connections()).isZero();
      assertThat(state.resolve("known_servers")).doesNotExist();
    }
  }

  @Test
  void aServerThatHasChangedIsRefusedWithAWarningThatSaysHowToForgetTheOldOne() throws Exception {
    // Given
    assertThat(script(gateway.port(), "--trust", first.fingerprint().text()).status()).isZero();
    int before = gateway.connections();

    // When
    gateway.encrypt(second);
    Script refused = script(gateway.port());

    // Then
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("WARNING", first.fingerprint().text(), second.fingerprint().text())
        .contains("remove the line 127.0.0.1:" + gateway.port() + " from " + state);
    assertThat(gateway.connections()).isEqualTo(before);
  }

  @Test
  void aServerThatChangesBehindABreakGetsNothingAndThePersonIsWarned() throws Exception {
    // Given
    assertThat(script(gateway.port(), "--trust", first.fingerprint().text()).status()).isZero();
    try (ClientAtTerminal hans = client().logIn("hans")) {
      int before = gateway.connections();

      // When
      gateway.encrypt(second);

      // Then
      assertThat(hans.status()).isEqualTo(1);
      assertThat(String.join("", hans.lines()))
          .contains("WARNING: the server at 127.0.0.1:" + gateway.port() + " is not the one");
      assertThat(gateway.connections()).isEqualTo(before);
    }
  }

  @Test
  void aScriptTrustsNobodyWithoutBeingTold() {
    // When
    Script untold = script(gateway.port());
    Script told = script(gateway.port(), "--trust", first.fingerprint().text());
    Script later = script(gateway.port());
    Script wronglyTold = script(gateway.port(), "--trust", second.fingerprint().text());

    // Then
    assertThat(untold.status()).isEqualTo(1);
    assertThat(untold.err()).contains("add: --trust " + first.fingerprint());
    assertThat(told.status()).isZero();
    assertThat(later.status()).isZero();
    assertThat(wronglyTold.status()).isEqualTo(1);
    assertThat(wronglyTold.err()).contains("WARNING").contains("Nothing was sent.");
  }

  @Test
  void aServerThatDoesNotEncryptGetsNothingReadable() throws Exception {
    // Given
    Buffer heard = Buffer.buffer();
    NetServer plain = loop.vertx().createNetServer();
    plain.connectHandler(socket -> {
      socket.handler(heard::appendBuffer);
      socket.write("PARLEY/1 0.1.0 Welcome.\n");
    });
    plain.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);

    // When
    Script refused = script(plain.actualPort());

    // Then
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("does not encrypt");
    String sent = heard.toString(StandardCharsets.ISO_8859_1);
    assertThat(sent).doesNotContain("hans", "login", ScriptedGateway.PASSWORD);
    plain.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aListOfKnownServersThatMakesNoSenseLetsNobodyIn() throws Exception {
    // Given
    Files.writeString(state.resolve("known_servers"), "127.0.0.1:1 SHA256:cut");

    // When
    Script refused = script(gateway.port());

    // Then
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("cannot be read");
  }
}
