// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Holds up every commit to a SQLite file while it is open, as a slow disk or a backup does. Who
 * waits for a commit now has no answer; a server that is killed now has promised nothing of it.
 */
final class HeldStore implements AutoCloseable {
  private final Connection connection;

  private HeldStore(Connection connection) {
    this.connection = connection;
  }

  /** Begins to hold; nothing if there is no such file, or somebody else writes for long. */
  static Optional<HeldStore> hold(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Connection connection =
          DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=1000");
      try (Statement begin = connection.createStatement()) {
        begin.execute("BEGIN IMMEDIATE");
        return Optional.of(new HeldStore(connection));
      } catch (SQLException busy) {
        connection.close();
        return Optional.empty();
      }
    } catch (SQLException unreachable) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException closed) {
      // then nothing is held any more
    }
  }
}
