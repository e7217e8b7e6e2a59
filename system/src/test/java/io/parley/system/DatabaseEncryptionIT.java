// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.process.ServerProcess;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.Recorder;
import io.parley.system.talk.TestAuthority;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link to a PostgreSQL server that encrypts: what somebody in between can read. */
class DatabaseEncryptionIT {
  private static final String TEXT = "the plans are in R2";

  @TempDir Path folder;
  private Map<String, String> files;
  private EmbeddedPostgres database;
  private Recorder recorder;

  @BeforeEach
  void startDatabase() throws IOException {
    files = TestAuthority.fresh(folder.resolve("ca")).busOptionsOf("localhost");
    Files.setPosixFilePermissions(
        Path.of(files.get("bus-key")), PosixFilePermissions.fromString("rw-------"));
    database =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", files.get("bus-cert"))
            .setServerConfig("ssl_key_file", files.get("bus-key"))
            .start();
    recorder =
        Recorder.before(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), database.getPort()));
  }

  @AfterEach
  void stopDatabase() throws IOException {
    recorder.close();
    database.close();
  }

  @Test
  void whereTheUrlAsksForEncryptionNothingOfAMessageCanBeRead() throws IOException {
    storeAMessage("sslmode=verify-full&sslrootcert=" + files.get("bus-ca"));

    assertThat(recorder.copy()).isNotEmpty().doesNotContain(TEXT).doesNotContain("INSERT");
  }

  @Test
  void whereItDoesNotAllOfItCanBeRead() throws IOException {
    storeAMessage("sslmode=disable");

    assertThat(recorder.copy()).contains(TEXT);
  }

  @Test
  void aDatabaseThatAnotherAuthorityVouchesForIsNotUsed() {
    String other = TestAuthority.fresh(folder.resolve("other")).busOptionsOf("x").get("bus-ca");

    assertThatThrownBy(() -> storeAMessage("sslmode=verify-full&sslrootcert=" + other))
        .isInstanceOf(IOException.class);

    assertThat(recorder.copy()).doesNotContain(TEXT);
  }

  private void storeAMessage(String encryption) throws IOException {
    String url = "jdbc:postgresql://localhost:" + recorder.port() + "/postgres?" + encryption;
    try (ServerProcess server =
        ServerProcess.start(
            List.of(
                "0",
                "--data",
                folder + "/data",
                "--http-port",
                "off",
                "--tls-port",
                "off",
                "--database",
                url,
                "--database-user",
                "postgres"))) {
      JsonClient yoda = JsonClient.connect(server.address(), "yoda");
      yoda.registers();
      JsonClient hans = JsonClient.connect(server.address(), "hans");
      hans.registers();
      hans.logsIn();
      JsonNode sent = hans.asks(JsonClient.frame("message").put("to", "yoda").put("text", TEXT));
      assertThat(sent.path("state").asText()).isEqualTo("stored");
      yoda.close();
      hans.close();
    }
  }
}
