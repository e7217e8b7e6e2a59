// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: what it prints, and how it ends. */
final class ProgramTest {
  @TempDir Path folder;

  /** A gateway that only listens. */
  private static final class Listening implements Role {
    @Override
    public String name() {
      return "gateway";
    }

    @Override
    public Future<String> deploy(NodeContext node) {
      int port = node.settings().get(ServerSettings.PORT);
      return node.vertx()
          .deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  return vertx
                      .createNetServer()
                      .connectHandler(socket -> {})
                      .listen(port, "127.0.0.1")
                      .onSuccess(server ->
                          node.announcements().accept("Listening on " + server.actualPort()))
                      .recover(failure ->
                          Future.failedFuture(
                              StartProblem.cannotListen("127.0.0.1", port, "--port", failure)));
                }
              });
    }
  }

  /** What the child process runs. */
  public static final class Child {
    public static void main(String[] arguments) {
      Node.run(arguments, new Listening());
    }
  }

  @Test
  void itStopsInOrderAtSigtermAndFreesThePort() throws Exception {
    // Given
    Process program = start("--port", "0", "--http-port", "off");
    int port = portIn(program);
    // When
    program.toHandle().destroy();
    // Then
    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isZero();
    try (ServerSocket again = new ServerSocket()) {
      again.setReuseAddress(true);
      again.bind(new InetSocketAddress("127.0.0.1", port));
    }
  }

  @Test
  void itPrintsNothingButWhereItListens() throws Exception {
    // Given
    Process program = start("--port", "0", "--http-port", "off");
    int port = portIn(program);
    // When
    program.toHandle().destroy();
    program.waitFor();
    // Then
    assertThat(outputOf(program)).isEmpty();
    assertThat(port).isPositive();
  }

  @Test
  void aWrongCallIsToldWithTheUsageAndStatusTwo() throws Exception {
    // When
    Process program = start("--prot", "1");
    // Then
    assertThat(outputOf(program))
        .startsWith("parley: Unknown option --prot. Did you mean --port?")
        .contains("Usage: ")
        .contains("[PORT [BLOCK_DURATION [TIMEOUT]]]");
    assertThat(program.waitFor()).isEqualTo(2);
  }

  @Test
  void aPortInUseIsToldInOneSentenceAndStatusOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      // When
      Process program = start(String.valueOf(taken.getLocalPort()), "--http-port", "off");
      // Then
      assertThat(outputOf(program))
          .isEqualTo(
              "parley: Port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is in use; choose another with --port.\n");
      assertThat(program.waitFor()).isEqualTo(1);
    }
  }

  @Test
  void helpIsNoMistake() throws Exception {
    // When
    Process program = start("--help");
    // Then
    assertThat(outputOf(program)).startsWith("Usage: ").contains("--block-duration TIME");
    assertThat(program.waitFor()).isZero();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
    return builder.directory(folder.toFile()).start();
  }

  private static int portIn(Process program) throws IOException {
    BufferedReader lines = program.inputReader();
    String line = lines.readLine();
    assertThat(line).startsWith("Listening on ");
    return Integer.parseInt(line.substring("Listening on ".length()));
  }

  private static String outputOf(Process program) throws IOException {
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
