// SPDX-License-Identifier: Apache-2.0
package io.parley.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.parley.system.network.Cut;
import io.parley.system.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are told to stop when they have just lost sight of the other half. */
class StoppingDuringACutIT {
  @TempDir Path data;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private Network network;
  private ClusterDatabase database;

  @BeforeEach
  void start() throws IOException {
    try {
      network = Network.lay();
    } catch (IOException refused) {
      abort("no networks can be laid here: " + refused.getMessage());
    }
    database = ClusterDatabase.of(Optional.empty(), Optional.of(network));
    nodes.addAll(ClusterPlan.draw(network.first(), network.second(), new Random(1)));
    String members =
        nodes.stream().map(ClusterNode::clusterAddress).collect(Collectors.joining(","));
    List<String> options = new ArrayList<>(database.options());
    options.addAll(List.of("--data", data.toString(), "--tls-port", "off", "--http-port", "off"));
    for (ClusterNode node : nodes) {
      node.start(options, members);
    }
  }

  @AfterEach
  void close() throws IOException {
    nodes.forEach(ClusterNode::close);
    if (database != null) {
      database.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void theyStopInOrder() throws IOException {
    // Given: neither the other half nor the database is to be reached
    network.cut(Cut.SECOND_HALF_ALONE);

    // When
    List<CompletableFuture<Boolean>> stops =
        nodes.stream()
            .filter(node -> node.host().equals(network.second()))
            .map(node -> CompletableFuture.supplyAsync(() -> stopsInOrder(node)))
            .toList();

    // Then
    assertThat(stops).isNotEmpty().allSatisfy(stop -> assertThat(stop.join()).isTrue());
  }

  private static boolean stopsInOrder(ClusterNode node) {
    try {
      return node.terminate();
    } catch (IOException failure) {
      throw new CompletionException(failure);
    }
  }
}
