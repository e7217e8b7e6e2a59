// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A database on a PostgreSQL server that runs as long as the tests do. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;

  /** Started when the first database is wanted. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private TestDatabase(String name) {
    this.name = name;
  }

  /** One without tables. */
  public static TestDatabase empty() {
    return create("");
  }

  TestDatabase copy() {
    return create(" TEMPLATE " + name);
  }

  /** What a server must be told to use it. */
  public Map<String, String> options() {
    int port = Server.RUNNING.getPort();
    return Map.of(
        "database",
        "jdbc:postgresql://localhost:" + port + "/" + name,
        "database-user",
        "postgres");
  }

  /** Removes it, whoever uses it. */
  public void drop() {
    execute("DROP DATABASE " + name + " WITH (FORCE)");
  }

  private static TestDatabase create(String rest) {
    String name = "test" + COUNT.incrementAndGet();
    execute("CREATE DATABASE " + name + rest);
    return new TestDatabase(name);
  }

  private static void execute(String sql) {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
