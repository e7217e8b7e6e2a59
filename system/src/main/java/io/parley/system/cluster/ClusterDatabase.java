// SPDX-License-Identifier: Apache-2.0
package io.parley.system.cluster;

import static java.nio.file.StandardOpenOption.APPEND;

import io.parley.node.StartProblem;
import io.parley.system.network.Network;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL database of a cluster: one that is there, or a server of its own for the run. */
public final class ClusterDatabase implements AutoCloseable {
  private final @Nullable EmbeddedPostgres server;
  private final List<String> options;

  private ClusterDatabase(@Nullable EmbeddedPostgres server, List<String> options) {
    this.server = server;
    this.options = options;
  }

  /**
   * The database that is there already, or else a server in this network, or for this machine only.
   */
  public static ClusterDatabase of(Optional<String> url, Optional<Network> network)
      throws IOException {
    return url.isPresent()
        ? new ClusterDatabase(null, List.of("--database", url.get()))
        : startServer(network);
  }

  private static ClusterDatabase startServer(Optional<Network> network) throws IOException {
    String address = network.map(Network::databaseAddress).orElse("127.0.0.1");
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setPGStartupWait(Duration.ofMinutes(1))
              .setServerConfig("max_connections", "300")
              // It turns these off for tests; what is answered must be on the disk.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on");
      network.ifPresent(there ->
          builder
              .setServerConfig("listen_addresses", "localhost," + address)
              .setDataDirectoryCustomizer(folder -> admit(there.addresses(), folder.toPath())));
      EmbeddedPostgres server = builder.start();
      String url = "jdbc:postgresql://" + address + ":" + server.getPort() + "/postgres";
      return new ClusterDatabase(server, List.of("--database", url, "--database-user", "postgres"));
    } catch (NoClassDefFoundError missing) {
      throw new StartProblem(
          "There is no PostgreSQL in this installation: give one with --database URL.", missing);
    }
  }

  /** Lets nodes in from these addresses, which nobody has outside this machine. */
  private static void admit(String addresses, Path folder) {
    try {
      Files.writeString(
          folder.resolve("pg_hba.conf"), "host all all " + addresses + " trust\n", APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** What a node must be told to use it. */
  public List<String> options() {
    return options;
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
