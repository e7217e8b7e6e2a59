// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.process.ServerProcess;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.PipedClient;
import io.parley.system.talk.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Row S3: the client's arguments, and the client in a pipe. */
class PipedClientIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @TempDir Path folder;

  @Test
  void eachLineIsACommandAndEachEventALine() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();

    // When
    PipedClient hans =
        PipedClient.start(folder, port())
            .input("hans\nsecret-of-hans\nmessage yoda hi,  yoda\nwhoelse\nlogout\n");

    // Then
    assertThat(hans.exitStatus()).isZero();
    assertThat(hans.out())
        .anyMatch(line -> line.startsWith("* Welcome, hans."))
        .contains("-> yoda: hi,  yoda (delivered)", "* Online: yoda");
    assertThat(hans.out()).noneMatch(line -> line.contains("\u001b") || line.contains("user:"));
    yoda.hears("hans: hi,  yoda");
    yoda.hears("* hans logged out");
  }

  @Test
  void theOldToolsArgumentsAskNothing() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();

    // When
    PipedClient hans =
        PipedClient.start(folder, "127.0.0.1", port(), "hans:secret-of-hans")
            .input("broadcast hello\n");

    // Then: the end of the input is a logout
    assertThat(hans.exitStatus()).isZero();
    yoda.hears("hans (broadcast): hello");
    yoda.hears("* hans logged out");
  }

  @Test
  void theExitStatusTellsFailure() {
    // When
    PipedClient refused =
        PipedClient.start(folder, "127.0.0.1", port(), "hans:secret-of-hans")
            .input("message nobody hi\n");
    PipedClient wrong =
        PipedClient.start(folder, "127.0.0.1", port(), "yoda:wrong-password").input("whoelse\n");

    // Then
    assertThat(refused.exitStatus()).isEqualTo(1);
    assertThat(wrong.exitStatus()).isEqualTo(1);
  }

  @Test
  void aClientThatIsKilledIsGoneForOthersAndCanComeBack() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    PipedClient hans = PipedClient.start(folder, "127.0.0.1", port(), "hans:secret-of-hans");
    yoda.hears("* hans logged in");

    // When
    hans.kill();

    // Then
    yoda.hears("* hans logged out");
    server.program("hans").logsIn();
  }

  @Test
  void noServerThereIsOneClearSentence() {
    // When: a port where nobody listens
    server.stop();
    PipedClient hans = PipedClient.start(folder, port()).input("");

    // Then
    assertThat(hans.exitStatus()).isEqualTo(1);
    assertThat(hans.all()).hasSize(1);
    assertThat(hans.all().getFirst()).contains(port());
  }

  @Test
  void aWrongArgumentIsNamed() {
    // When
    PipedClient hans = PipedClient.start(folder, "--prot", "5001").input("");

    // Then
    assertThat(hans.exitStatus()).isEqualTo(2);
    assertThat(hans.all()).anyMatch(line -> line.contains("--prot"));
  }

  @Test
  void whatIsTypedWhileTheServerIsDeadIsSentOnceWhenItIsBack() throws IOException {
    // Given: a server of its own process, a client that is connected to it
    List<String> options =
        List.of("--http-port", "off", "--tls-port", "off", "--data", folder + "/data", "--port");
    ServerProcess first = start(options, "0");
    JsonClient.connect(first.address(), "yoda").registers();
    JsonClient.connect(first.address(), "hans").registers();
    String port = Integer.toString(first.address().getPort());
    PipedClient hans = PipedClient.start(folder, "127.0.0.1", port, "hans:secret-of-hans");
    hans.awaitLine(line -> line.startsWith("* Welcome, hans."));
    hans.type("message yoda before");
    hans.awaitLine(line -> line.startsWith("-> yoda: before (stored"));

    // When: killed while the client writes, and started again
    first.kill();
    hans.awaitLine(line -> line.contains("The connection to the server is lost"));
    hans.type("message yoda during");
    try (ServerProcess second = start(options, port)) {
      hans.awaitLine(line -> line.startsWith("-> yoda: during (stored"));
      hans.type("message yoda after");
      hans.input("");

      // Then
      assertThat(hans.exitStatus()).isZero();
      JsonClient yoda = JsonClient.connect(second.address(), "yoda").acknowledging();
      assertThat(yoda.logsIn(yoda.login()).path("pending").asInt()).isEqualTo(3);
      yoda.hears("hans: before", "hans: during", "hans: after");
    }
  }

  private static ServerProcess start(List<String> options, String port) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add(port);
    return ServerProcess.start(all);
  }

  private String port() {
    return Integer.toString(server.address().getPort());
  }
}
