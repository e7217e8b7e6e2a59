// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.system.process.JavaCommand;
import io.parley.system.talk.FreePort;
import io.parley.system.talk.ProcessList;
import io.parley.system.talk.TerminalProgram;
import io.parley.system.talk.TestAuthority;
import io.parley.system.talk.TestDatabase;
import io.parley.system.talk.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret that the program takes can be given so that no user of the machine sees it in the
 * list of processes.
 */
class ProcessListIT {
  /** Others may run this test on the same machine. */
  private static final UUID RUN = UUID.randomUUID();

  private static final String OF_DATABASE = "secret-of-the-database-" + RUN;
  private static final String OF_CLUSTER = "secret-of-the-cluster-" + RUN;
  private static final String OF_HANS = "secret-of-hans-" + RUN;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern PORT = Pattern.compile("clients on \\S+:(\\d+)");

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private TestDatabase database;
  private Map<String, String> login;

  @BeforeEach
  void makeADatabase() {
    assumeTrue(ProcessList.isKnown(), "this system has no /proc");
    database = TestDatabase.empty();
    login =
        Map.of(
            "PARLEY_DATABASE", database.options().get("database"),
            "PARLEY_DATABASE_USER", database.options().get("database-user"),
            "PARLEY_DATABASE_PASSWORD", OF_DATABASE);
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
    if (database != null) {
      database.drop();
    }
  }

  @Test
  void noSecretOfANodeAnAdministratorOrAClientStandsThere() throws IOException {
    // Given: the database's password in the environment, the cluster's secret in a file
    Path settings = Files.writeString(folder.resolve("settings"), "cluster-secret=" + OF_CLUSTER);
    TestAuthority authority = TestAuthority.fresh(folder.resolve("ca"));
    Map<String, String> bus = authority.busOptionsOf("node");
    Process node =
        start("node", JavaCommand.of("node", nodeOptions(settings, bus), List.of()), login);
    Until.so("the node is there", START, () -> said("node").contains("In a cluster"));

    // When: an administrator is made, and two log in, with a password that is known and one asked
    // for
    Process admin = start("admin", JavaCommand.of("admin", List.of("root-1"), List.of()), login);
    Until.so("the administrator is made", START, () -> !admin.isAlive());
    Process hans = start("hans", client("hans"), Map.of());
    type(hans, "register\nhans\n" + OF_HANS + "\n");
    Until.so("hans is there", START, () -> said("hans").contains("Welcome"));
    type(hans, "logout\n");
    Until.so("hans has gone", () -> !hans.isAlive());
    Process again =
        start("again", client("again"), Map.of("PARLEY_USER", "hans", "PARLEY_PASSWORD", OF_HANS));
    Until.so("hans is there again", START, () -> said("again").contains("Welcome"));

    look();

    // Then
    String ofRoot = found(Pattern.compile("Password of root-1: (\\S+)"), said("admin"));
    String key = Files.readAllLines(Path.of(bus.get("bus-key"))).get(1);
    assertThat(String.join("\n", seen))
        .contains("TerminalMain", "Parley node", "Parley admin")
        .doesNotContain(OF_DATABASE, OF_CLUSTER, OF_HANS, ofRoot, key);
    for (Process each : List.of(node, again)) {
      Path environment = ProcessList.environmentOf(each);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(environment)))
          .isEqualTo("r--------");
    }
  }

  /** What old scripts do; also shows that this test would see it. */
  @Test
  void aPasswordOnTheCommandLineIsSeen() throws IOException {
    // Given: it waits for the greeting of a server that does not speak
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(mute.getLocalPort());

      // When
      List<String> command =
          TerminalProgram.command(folder.resolve("state"), "127.0.0.1", port, "hans:" + OF_HANS);
      start("client", command, Map.of());

      // Then
      assertThat(String.join("\n", seen)).contains(OF_HANS);
    }
  }

  @Test
  void theHelpSaysHowAPasswordIsNotSeen() throws Exception {
    // When
    Path said = folder.resolve("help.out");
    Process help =
        new ProcessBuilder(TerminalProgram.command(folder.resolve("state"), "--help"))
            .redirectOutput(said.toFile())
            .start();
    processes.add(help);

    // Then
    assertThat(help.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(said)
        .content()
        .contains("can be seen in the list of processes")
        .contains("PARLEY_PASSWORD");
  }

  private static List<String> nodeOptions(Path settings, Map<String, String> bus) {
    String port = Integer.toString(FreePort.now());
    List<String> options =
        new ArrayList<>(
            List.of(
                "--roles=auth,presence,messaging,gateway",
                "--port=0",
                "--tls-port=off",
                "--http-port=off",
                "--bus-port=0",
                "--cluster-port=" + port,
                "--cluster-members=127.0.0.1:" + port,
                "--config=" + settings));
    bus.forEach((name, value) -> options.add("--" + name + "=" + value));
    return options;
  }

  private List<String> client(String state) {
    String port = found(PORT, said("node"));
    return TerminalProgram.command(folder.resolve(state + ".state"), "127.0.0.1", port);
  }

  private Process start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".out").toFile());
    Process process = builder.start();
    processes.add(process);
    // Java's own child takes the program's place in a moment.
    Until.so(name + " begins", () -> look() && isSeen(command));
    return process;
  }

  private static void type(Process process, String lines) throws IOException {
    process.getOutputStream().write(lines.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  private boolean look() {
    seen.addAll(ProcessList.commandLines());
    return true;
  }

  private boolean isSeen(List<String> command) {
    return seen.stream().anyMatch(line -> line.startsWith(String.join(" ", command)));
  }

  private String said(String name) {
    try {
      return Files.readString(folder.resolve(name + ".out"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
