// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SqliteDatabaseTest extends DatabaseContract {
  @Override
  FreshDatabase newDatabase() {
    return FreshDatabase.sqlite("shelf");
  }

  @Test
  void everyCommitIsSynchronisedToTheDisk() {
    // When
    Query<String> journal =
        connection -> Query.first("PRAGMA journal_mode", row -> row.getString(1)).run(connection)
            .orElseThrow();
    Query<Integer> synchronous =
        connection ->
            Query.first("PRAGMA synchronous", row -> row.getInt(1)).run(connection).orElseThrow();
    // Then
    assertThat(await(database().write(journal))).isEqualTo("wal");
    assertThat(await(database().write(synchronous))).isEqualTo(2);
  }

  @Test
  void aReaderCannotWrite() {
    assertThatThrownBy(() -> await(database().read(Query.change(PUT, "cup", 1))))
        .hasMessageContaining("readonly");
  }

  @Test
  void onlyTheOwnerMayLookIntoTheData() throws IOException {
    // Given
    Path data = fresh.settings().get(ServerSettings.DATA).resolve("inner");
    // When
    FreshDatabase.migrate(Map.of("data", data.toString()), List.of("shelf"));
    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("parley.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() throws Exception {
    // When
    Process second = WriterProcess.start(fresh.settings());
    // Then
    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Another server already uses the data in");
  }

  @Test
  void whatWasAnsweredBeforeTheProcessWasKilledIsThere() throws Exception {
    // Given
    await(fresh.storage().close());
    Process writer = WriterProcess.start(fresh.settings());
    Set<String> answered = new HashSet<>();
    // When
    try (BufferedReader lines = writer.inputReader()) {
      while (answered.size() < 3000) {
        Optional.ofNullable(lines.readLine())
            .filter(SqliteDatabaseTest::isWhole)
            .ifPresent(answered::add);
      }
      writer.toHandle().destroyForcibly();
      lines.lines().filter(SqliteDatabaseTest::isWhole).forEach(answered::add);
    }
    writer.waitFor();
    // Then
    fresh.reopen();
    Set<String> kept =
        new HashSet<>(
            await(
                database()
                    .read(Query.all("SELECT name FROM item", row -> row.getString(1) + "."))));
    assertThat(kept).containsAll(answered);
  }

  private static boolean isWhole(String line) {
    return line.startsWith("item-") && line.endsWith(".");
  }
}
