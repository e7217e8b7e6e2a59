// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.system.process.ServerProcess;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.ProgramRun;
import io.parley.system.talk.TextClient;
import io.parley.system.talk.Until;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows S1 to S5: the server as a program, from its arguments to its end. */
class StartingIT {
  @TempDir Path folder;

  @Test
  void portBlockDurationAndTimeoutCanBeGivenAsToTheOldServer() throws IOException {
    // Given
    try (ServerProcess server = start("0", "1", "7")) {
      JsonClient hans = JsonClient.connect(server.address(), "hans");
      hans.registers();

      // When, Then: the timeout is told, the lock lasts a second
      assertThat(hans.logsIn(hans.login()).path("timeout").asInt()).isEqualTo(7);
      hans.logsOut();
      JsonClient other = JsonClient.connect(server.address(), "hans");
      other.isRefused("login hans wrong-1", "bad-credentials");
      other.isRefused("login hans wrong-2", "bad-credentials");
      assertThat(other.isRefused("login hans wrong-3", "locked").json().path("retryAfter").asInt())
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abc,abc",
    "99999,99999",
    "0 soon,soon",
    "0 60 3600 4,4",
    "--prot 5001,--prot",
    "-x,-x",
    "--timeout,--timeout",
    "--block-duration=never,never"
  })
  void aWrongArgumentIsNamedWithTheUsageAndNothingListens(String arguments, String culprit) {
    // When
    ProgramRun run = ProgramRun.of("server", arguments.split(" "));

    // Then
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(culprit).contains("Usage: ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aMistypedOptionNamesTheNearest() {
    assertThat(ProgramRun.of("server", "--tmeout", "5").err()).contains("--timeout");
  }

  @Test
  void withoutABindAddressItListensOnLoopbackOnly() throws IOException {
    // Given
    try (ServerProcess server = start("0")) {
      // When
      Optional<InetAddress> outside = addressOfThisMachine();
      assumeTrue(outside.isPresent(), "this machine has no address but loopback");

      // Then
      assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
      assertThatThrownBy(() -> new Socket(outside.orElseThrow(), server.address().getPort()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aBindBeyondLoopbackWarns() throws IOException {
    try (ServerProcess server = start("0", "--host", "0.0.0.0")) {
      Until.so("it warns", () -> server.output().contains("TLS"));
      LineConnection.to(server.address()).takeLine();
    }
  }

  @Test
  void aPortInUseIsOneClearSentence() throws IOException {
    // Given
    try (ServerProcess server = start("0")) {
      String port = Integer.toString(server.address().getPort());

      // When
      ProgramRun run =
          ProgramRun.of(
              "server",
              port,
              "--data",
              folder + "/other",
              "--http-port",
              "off",
              "--tls-port",
              "off");

      // Then
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().strip().lines()).hasSize(1);
      assertThat(run.err()).contains(port).contains("in use");
    }
  }

  @Test
  void twoServersCannotShareAFolder() throws IOException {
    try (ServerProcess server = start("0")) {
      // When
      ProgramRun run =
          ProgramRun.of(
              "server", "0", "--data", folder + "/data", "--http-port", "off", "--tls-port", "off");

      // Then
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().strip().lines()).hasSize(1);
      assertThat(server.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM", "INT"})
  void aSignalStopsItInGoodOrderAndThePortIsFreeAtOnce(String signal) throws Exception {
    assumeFalse(
        signal.equals("INT") && isInterruptIgnored(),
        "SIGINT is ignored here, as under nohup, and so by the server");

    // Given: clients in both dialects, and one who has not logged in
    ServerProcess server = start("0");
    int port = server.address().getPort();
    JsonClient hans = JsonClient.connect(server.address(), "hans");
    hans.registers().logsIn();
    TextClient yoda = TextClient.connect(server.address(), "yoda");
    yoda.registers().logsIn();
    LineConnection stranger = LineConnection.to(server.address());

    // When
    new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start().waitFor();

    // Then
    hans.hears("* goodbye: shutdown");
    yoda.hears("* goodbye: shutdown");
    hans.awaitEnd();
    stranger.awaitEnd();
    assertThat(server.awaitExit()).isZero();
    assertThat(server.output()).doesNotContain("Exception");
    try (ServerProcess again = start(Integer.toString(port))) {
      assertThat(again.address().getPort()).isEqualTo(port);
      JsonClient.connect(again.address(), "hans").logsIn();
    }
  }

  @Test
  void itPrintsWhereItListensAndNothingElse() throws IOException {
    // Given: one that does not say how long the machine kept a thread waiting
    try (ServerProcess server =
        ServerProcess.start(options("0"), List.of("-Dvertx.disableContextTimings=true"))) {
      Until.so("its last line", () -> server.output().contains("Data in"));
      String before = server.output();

      // When: much happens
      chat(server);
      server.terminate();

      // Then
      assertThat(before).contains(server.address().getPort() + "");
      assertThat(server.output()).isEqualTo(before);
    }
  }

  @Test
  void withDebugItPrintsWhatHappensAndNeverASecret() throws IOException {
    // Given
    try (ServerProcess server = start("0", "-d")) {
      // When
      chat(server);
      server.terminate();

      // Then
      Until.so("it tells of it", () -> server.output().contains("yoda"));
      assertThat(server.output()).doesNotContain("the secret text").doesNotContain("secret-of-");
      assertThat(server.output()).doesNotContain("wrong-password");
    }
  }

  @Test
  void optionsMayStandInAFile() throws IOException {
    // Given
    Path file = folder.resolve("parley.properties");
    Files.writeString(file, "timeout=11\nregistration=closed\n");

    // When
    try (ServerProcess server = start("0", "--config", file.toString())) {
      // Then
      JsonClient.connect(server.address(), "hans")
          .isRefused("register hans long-enough", "registration-closed");
    }
  }

  @Test
  void aRestartWithinASecondFindsItsPortThoughClientsWereConnected() throws IOException {
    // Given
    ServerProcess server = start("0");
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(new Socket(server.address().getAddress(), server.address().getPort()));
    }

    // When: killed, so that it is the server's side that the system has to clean up
    server.kill();

    // Then
    try (ServerProcess again = start(Integer.toString(server.address().getPort()))) {
      assertThat(again.address()).isEqualTo(server.address());
    }
    for (Socket client : clients) {
      client.close();
    }
  }

  private void chat(ServerProcess server) {
    TextClient hans = TextClient.connect(server.address(), "hans");
    hans.registers();
    hans.isRefused("login hans wrong-password", "bad-credentials");
    hans.logsIn();
    TextClient yoda = TextClient.connect(server.address(), "yoda");
    yoda.registers().logsIn();
    hans.says("message yoda the secret text");
    yoda.hears("hans: the secret text");
    yoda.logsOut();
    hans.says("message yoda the secret text");
    hans.logsOut();
  }

  private ServerProcess start(String... arguments) throws IOException {
    return ServerProcess.start(options(arguments));
  }

  private List<String> options(String... arguments) {
    List<String> options = new ArrayList<>(List.of(arguments));
    options.addAll(List.of("--data", folder + "/data", "--http-port", "off", "--tls-port", "off"));
    return options;
  }

  private static Optional<InetAddress> addressOfThisMachine() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst();
  }

  /** Programs that are started in the background inherit that SIGINT is ignored (POSIX, 2.11). */
  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    long interrupt = 1L << 1;
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
            .anyMatch(ignored -> (ignored & interrupt) != 0);
  }
}
