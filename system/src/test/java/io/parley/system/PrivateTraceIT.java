// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.process.ServerProcess;
import io.parley.system.talk.PipedClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server could tell of a private session that it has introduced. */
class PrivateTraceIT {
  @TempDir Path folder;

  @Test
  void neitherTheTextNorWithWhomIsInTheServersLogOrStore() throws IOException {
    // Given: a server that says all it can
    Path data = folder.resolve("data");
    try (ServerProcess server =
        ServerProcess.start(
            List.of(
                "0", "--data", data.toString(), "--http-port", "off", "--tls-port", "off", "-d"))) {
      PipedClient yoda = logIn(server, "yoda");
      PipedClient hans = logIn(server, "hans");

      // When
      hans.type("startprivate yoda");
      hans.awaitLine(line -> line.contains("Your private session with yoda is open"));
      hans.type("private yoda the plans are in R2");
      yoda.awaitLine(line -> line.equals("hans (private): the plans are in R2"));
      yoda.type("private hans I see");
      hans.awaitLine(line -> line.equals("yoda (private): I see"));
      hans.type("stopprivate");
      assertThat(hans.input("").exitStatus()).isZero();
      assertThat(yoda.input("").exitStatus()).isZero();
      server.terminate();

      // Then
      assertThat(server.output()).contains("StartPrivate").doesNotContain("the plans", "I see");
      assertThat(server.output().lines())
          .noneMatch(line -> line.contains("hans") && line.contains("yoda"))
          .noneMatch(line -> line.contains("SHA256:") || line.contains("token"));
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("the plans", "I see", "SHA256:");
      }
    }
  }

  private PipedClient logIn(ServerProcess server, String name) {
    PipedClient client =
        PipedClient.start(
            folder.resolve(name), "127.0.0.1", Integer.toString(server.address().getPort()));
    client.type("register");
    client.type(name);
    client.type("secret-of-" + name);
    client.awaitLine(line -> line.contains("Welcome"));
    return client;
  }
}
