// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        connection ->
            Query.first("PRAGMA journal_mode", row -> row.getString(1))
                .run(connection)
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
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("parley.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() throws Exception {
    // When
    Process second = WriterProcess.start(fresh.place().options());
    // Then
    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Another server already uses the data in");
  }

  @Test
  void aUnitThatReadBeforeAnotherProgramWroteIsRunAgain() throws Exception {
    // Given
    String file = fresh.settings().get(ServerSettings.DATA).resolve("parley.db").toString();
    AtomicInteger runs = new AtomicInteger();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      // When
      Future<Integer> unit =
          database()
              .write(connection -> {
                Query.first("SELECT 1 FROM item", row -> 1).run(connection);
                if (runs.incrementAndGet() == 1) {
                  Query.change(PUT, "plate", 1).run(other);
                }
                return Query.change(PUT, "cup", 1).run(connection);
              });
      // Then
      assertThat(await(unit)).isEqualTo(1);
      assertThat(runs).hasValue(2);
      assertThat(amountOf("plate")).contains(1L);
    }
  }
}
