// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each service's own start script starts a node that plays its role alone. */
class StartScriptsTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "gateway, gateway",
    "auth-service, auth",
    "presence-service, presence",
    "messaging-service, messaging"
  })
  void aServiceStartsAlone(String module, String role) throws Exception {
    // Given
    program(folder.resolve("parley"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Path script = Files.createDirectory(folder.resolve(module)).resolve("start");
    program(script, Files.readString(CHECKOUT.resolve(module).resolve("start")));
    assertThat(CHECKOUT.resolve(module).resolve("start")).isExecutable();
    // When
    Process process =
        new ProcessBuilder(script.toString(), "--cluster-members", "10.0.0.1, 10.0.0.2")
            .directory(folder.getRoot().toFile())
            .start();
    String started = new String(process.getInputStream().readAllBytes(), UTF_8);
    // Then
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(started.lines())
        .containsExactly("node", "--roles", role, "--cluster-members", "10.0.0.1, 10.0.0.2");
  }

  private static void program(Path place, String text) throws IOException {
    Files.writeString(place, text);
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
