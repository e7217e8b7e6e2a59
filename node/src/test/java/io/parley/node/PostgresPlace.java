// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own, copied from one that was migrated once, on a server that is started once
 * and writes to the disk as a real one does.
 */
final class PostgresPlace implements FreshDatabase.Place {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Map<List<String>, String> SERVICES_TO_TEMPLATE = new ConcurrentHashMap<>();

  private final String name = "test_" + COUNT.incrementAndGet();

  /** Started by whoever asks first; it ends with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  PostgresPlace(List<String> services) {
    String template = SERVICES_TO_TEMPLATE.computeIfAbsent(services, PostgresPlace::migrated);
    execute("CREATE DATABASE " + name + " TEMPLATE " + template);
  }

  private static String migrated(List<String> services) {
    String template = "template_" + COUNT.incrementAndGet();
    execute("CREATE DATABASE " + template);
    FreshDatabase.migrate(options(template), services);
    return template;
  }

  private static Map<String, String> options(String database) {
    int port = Server.RUNNING.getPort();
    String url = "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
    return Map.of("database", url);
  }

  @Override
  public Map<String, String> options() {
    return options(name);
  }

  @Override
  public void remove() {
    execute("DROP DATABASE " + name + " WITH (FORCE)");
  }

  /** Ends all connections to this database, as the server does when it stops. */
  void dropConnections() {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** Refuses new connections to this database, or accepts them again. */
  void acceptConnections(boolean accept) {
    execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + accept);
  }

  private static void execute(String sql) {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
