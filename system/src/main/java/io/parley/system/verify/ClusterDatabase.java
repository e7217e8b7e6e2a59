// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.node.StartProblem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL database of a cluster: one that is there, or a server of its own for the run. */
final class ClusterDatabase implements AutoCloseable {
  private final @Nullable EmbeddedPostgres server;
  private final List<String> options;

  private ClusterDatabase(@Nullable EmbeddedPostgres server, List<String> options) {
    this.server = server;
    this.options = options;
  }

  static ClusterDatabase of(Optional<String> url) throws IOException {
    return url.isPresent()
        ? new ClusterDatabase(null, List.of("--database", url.get()))
        : startServer();
  }

  private static ClusterDatabase startServer() throws IOException {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", "300")
              // It turns these off for tests; what is answered must be on the disk.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
      String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
      return new ClusterDatabase(server, List.of("--database", url, "--database-user", "postgres"));
    } catch (NoClassDefFoundError missing) {
      throw new StartProblem(
          "There is no PostgreSQL in this installation: give one with --database URL.", missing);
    }
  }

  /** What a node must be told to use it. */
  List<String> options() {
    return options;
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
