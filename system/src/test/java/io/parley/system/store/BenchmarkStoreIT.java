// SPDX-License-Identifier: Apache-2.0
package io.parley.system.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.node.UsageProblem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark works on both databases; what it measures is for a quiet machine. */
class BenchmarkStoreIT {
  private static final List<String> SHORT =
      List.of("--senders", "1,20", "--seconds", "1", "--rounds", "1");

  @Test
  void messagesAreStoredInAFileThatIsGoneAfterwards(@TempDir Path folder) throws IOException {
    // When
    String said = run("--data", folder.toString());

    // Then
    assertThat(said)
        .contains("./parley benchmark-store --senders 1,20 --seconds 1 --rounds 1")
        .contains("Stored in " + folder);
    assertThat(storedPerSecond(said)).hasSize(2).allMatch(figure -> figure > 0);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nothingIsLeftInADatabaseThatIsThereToStay() throws IOException, SQLException {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start()) {
      // When
      String said = run("--database", postgres.getJdbcUrl("postgres", "postgres"));

      // Then
      assertThat(storedPerSecond(said)).hasSize(2).allMatch(figure -> figure > 0);
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet left = statement.executeQuery("SELECT COUNT(*) FROM mailbox")) {
        left.next();
        assertThat(left.getInt(1)).isZero();
      }
    }
  }

  @Test
  void aWordForANumberOfSendersIsRefused() {
    assertThatThrownBy(() -> run("--senders", "1,many"))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("not \"1,many\"");
  }

  private static String run(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(SHORT);
    arguments.addAll(List.of(more));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status = BenchmarkStore.run(arguments, new PrintStream(said, true, UTF_8));
    assertThat(status).isZero();
    return said.toString(UTF_8);
  }

  /** The first figure after the number of senders, in each line of the table. */
  private static List<Integer> storedPerSecond(String said) {
    return said.lines()
        .filter(line -> line.matches("\\s*\\d+\\s.*"))
        .map(line -> Integer.parseInt(line.strip().split("\\s+")[1]))
        .toList();
  }
}
