// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the event bus of a cluster listens, and whom it believes: with certificates, only nodes
 * that the cluster's own authority has signed. Names in certificates are not looked at, so that
 * authority must sign for nothing else.
 */
final class BusSecurity {
  private static final long PING_MILLIS = 5_000;

  private BusSecurity() {}

  static EventBusOptions options(Settings settings) {
    String host = settings.get(ServerSettings.CLUSTER_HOST);
    EventBusOptions options =
        new EventBusOptions()
            .setHost(host)
            .setClusterPublicHost(host)
            .setPort(settings.get(ServerSettings.BUS_PORT))
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PING_MILLIS)
            .setConnectTimeout((int) PING_MILLIS);
    List<Optional<Path>> files =
        List.of(
            settings.get(ServerSettings.BUS_CERT),
            settings.get(ServerSettings.BUS_KEY),
            settings.get(ServerSettings.BUS_CA));
    if (files.stream().allMatch(Optional::isEmpty)) {
      return options;
    }
    if (files.stream().anyMatch(Optional::isEmpty)) {
      throw new UsageProblem("Give all of --bus-cert, --bus-key and --bus-ca, or none of them.");
    }
    files.stream().flatMap(Optional::stream).forEach(BusSecurity::requireReadable);
    return options
        .setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        // Vert.x trusts everybody here unless told not to.
        .setTrustAll(false)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(files.get(0).orElseThrow().toAbsolutePath().toString())
                .addKeyPath(files.get(1).orElseThrow().toAbsolutePath().toString()))
        .setTrustOptions(
            new PemTrustOptions()
                .addCertPath(files.get(2).orElseThrow().toAbsolutePath().toString()));
  }

  private static void requireReadable(Path file) {
    if (!Files.isReadable(file)) {
      throw new UsageProblem("Cannot read " + file + ".");
    }
  }
}
