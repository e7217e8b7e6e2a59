// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.process.ServerProcess;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ProgramRun;
import io.parley.system.talk.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows S6 and S7: credentials files, and the files of older servers. */
class ImportIT {
  @TempDir Path folder;

  @Test
  void aCredentialsFileMayHaveEitherFormAndEitherLineEnd() throws IOException {
    // Given: short passwords too, as the old files had them
    Path file = write("credentials.txt", "hans falcon*solo\r\nyoda,wise@!man\nluke abc");

    // When
    try (ServerProcess server = start("--credentials", file.toString())) {
      // Then
      JsonClient.connect(server.address(), "hans").says("login hans falcon*solo");
      JsonClient.connect(server.address(), "yoda").says("login yoda wise@!man");
      JsonClient.connect(server.address(), "luke").says("login luke abc");
    }
  }

  @Test
  void newNamesAreAddedChangedPasswordsUpdatedAndFaultyLinesReportedByNumber() throws IOException {
    // Given
    try (ServerProcess server =
        start("--credentials", write("1", "hans falcon*solo\n").toString())) {
      JsonClient.connect(server.address(), "chewie").registers();
      server.terminate();
    }
    Path changed = write("2", "hans millennium\nnonsense\n\nhä ns-faulty x\nyoda wise@!man\n");

    // When
    try (ServerProcess server = start("--credentials", changed.toString())) {
      // Then
      JsonClient.connect(server.address(), "hans").says("login hans millennium");
      JsonClient.connect(server.address(), "yoda").says("login yoda wise@!man");
      JsonClient.connect(server.address(), "chewie").logsIn();
      Until.so(
          "the faulty lines are told",
          () -> server.output().contains("line 2:") && server.output().contains("line 4:"));
      assertThat(server.output()).doesNotContain("millennium");
    }
  }

  @Test
  void theOldStoresAreBroughtInAndEachLineIsAccountedFor() throws IOException {
    // Given
    Path users =
        write("users.txt", "hans falcon*solo\nyoda,wise@!man\n\nluke jedi*knight\nh!ans x\n");
    Path messages =
        write(
            "stored_message.txt",
            "hans yoda first  text\n"
                + "2026-01-31T12:00:00Z luke yoda second: with\ttab\n"
                + "hans nobody lost\n"
                + "nobody yoda forged\n"
                + "hans yoda\n"
                + "hans yoda first  text\n"
                + "hans luke before the block\n");
    Path blocked = write("blocked_user.txt", "luke hans\nyoda yoda\nyoda nobody\nx\n");

    // When
    ProgramRun run = importing(users, messages, blocked);

    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("users.txt line 1 taken: user hans")
        .contains("users.txt line 5 refused: ")
        .contains("users.txt: 3 taken, 1 refused")
        .contains("stored_message.txt line 3 refused: ")
        .contains("stored_message.txt line 4 refused: ")
        .contains("stored_message.txt line 5 refused: ")
        .contains("stored_message.txt: 4 taken, 3 refused")
        .contains("blocked_user.txt line 1 taken: luke blocks hans")
        .contains("blocked_user.txt: 1 taken, 3 refused");
    assertThat(run.out() + run.err()).doesNotContain("falcon*solo").doesNotContain("first  text");

    try (ServerProcess server = start()) {
      JsonClient yoda = JsonClient.connect(server.address(), "yoda").acknowledging();
      yoda.says("login yoda wise@!man");
      yoda.hears("hans: first  text", "luke: second: with\ttab", "hans: first  text");
      JsonNode dated = yoda.events("message").get(1);
      assertThat(dated.path("at").asText()).isEqualTo("2026-01-31T12:00:00.000Z");
      JsonClient luke = JsonClient.connect(server.address(), "luke").acknowledging();
      luke.says("login luke jedi*knight");
      luke.hears("hans: before the block");
      assertThat(luke.users("blocked")).containsExactly("hans");
    }
  }

  @Test
  void theSameFilesTwiceBringNothingTwice() throws IOException {
    // Given
    Path users = write("users.txt", "hans falcon*solo\nyoda wise@!man\n");
    Path messages = write("stored_message.txt", "hans yoda hi\n");
    Path blocked = write("blocked_user.txt", "hans yoda\n");
    assertThat(importing(users, messages, blocked).status()).isZero();

    // When
    ProgramRun again = importing(users, messages, blocked);

    // Then
    assertThat(again.status()).isZero();
    try (ServerProcess server = start()) {
      JsonClient yoda = JsonClient.connect(server.address(), "yoda");
      JsonNode login = yoda.says("login yoda wise@!man").json();
      assertThat(login.path("pending").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsNotThereAndAMistypedOptionAreClearSentences() {
    assertThat(ProgramRun.of("import", "--users", folder + "/none").status()).isEqualTo(1);
    assertThat(ProgramRun.of("import", "--users", folder + "/none").err()).contains("/none");
    assertThat(ProgramRun.of("import", "--user", "x").status()).isEqualTo(2);
    assertThat(ProgramRun.of("import", "--user", "x").err()).contains("--users");
    assertThat(ProgramRun.of("import").status()).isEqualTo(2);
  }

  private ProgramRun importing(Path users, Path messages, Path blocked) {
    return ProgramRun.of(
        "import",
        "--data",
        folder + "/data",
        "--users",
        users.toString(),
        "--messages",
        messages.toString(),
        "--blocked=" + blocked);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private ServerProcess start(String... more) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--http-port",
                "off",
                "--tls-port",
                "off",
                "--data",
                folder + "/data"));
    options.addAll(List.of(more));
    return ServerProcess.start(options);
  }
}
