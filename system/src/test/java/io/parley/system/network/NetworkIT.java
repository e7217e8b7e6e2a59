// SPDX-License-Identifier: Apache-2.0
package io.parley.system.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.parley.system.talk.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two halves of a network, as processes in them see it. */
class NetworkIT {
  private Network network;

  @BeforeEach
  void lay() {
    try {
      network = Network.lay();
    } catch (IOException refused) {
      abort("no networks can be laid here: " + refused.getMessage());
    }
  }

  @AfterEach
  void close() {
    if (network != null) {
      network.close();
    }
  }

  @Test
  void itIsWholeAtFirst() throws IOException {
    // When/Then
    awaitReach(network.first(), network.second().address());
    awaitReach(network.second(), network.first().address());
    awaitReach(network.first(), network.databaseAddress());
    awaitReach(network.second(), network.databaseAddress());
  }

  @Test
  void aCutPartsTheHalvesOnly() throws IOException {
    // When
    network.cut(Cut.BETWEEN_HALVES);

    // Then
    assertThat(reaches(network.first(), network.second().address())).isFalse();
    awaitReach(network.first(), network.databaseAddress());
    awaitReach(network.second(), network.databaseAddress());
    awaitReach(Host.LOOPBACK, network.second().address());
  }

  @Test
  void theSecondHalfCanBeLeftAloneWithItsClients() throws IOException {
    // When
    network.cut(Cut.SECOND_HALF_ALONE);

    // Then
    assertThat(reaches(network.second(), network.first().address())).isFalse();
    awaitReach(network.first(), network.databaseAddress());
    assertThat(databaseIsReachedFrom(network.second())).isFalse();
    awaitReach(Host.LOOPBACK, network.second().address());
  }

  @Test
  void whatWasCutHeals() throws IOException {
    // Given
    network.cut(Cut.SECOND_HALF_ALONE);

    // When
    network.heal();

    // Then
    awaitReach(network.first(), network.second().address());
    awaitReach(network.second(), network.databaseAddress());
  }

  @Test
  void nothingIsLeftOfIt() throws IOException {
    // When
    network.close();

    // Then
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(NetworkCommand.run("ip netns list")).doesNotContain("parley-" + pid);
    assertThat(NetworkCommand.run("ip -o link")).doesNotContain("ply" + pid);
  }

  private boolean databaseIsReachedFrom(Host half) throws IOException {
    return reaches(half, network.databaseAddress());
  }

  private static void awaitReach(Host from, String to) {
    Until.so(
        to + " is reached",
        () -> {
          try {
            return reaches(from, to);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  /** A port where nobody listens refuses at once if it is reached, and is silent else. */
  private static boolean reaches(Host from, String to) throws IOException {
    List<String> line = new ArrayList<>(from.entering());
    line.addAll(List.of("timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/" + to + "/9"));
    Process shell = new ProcessBuilder(line).redirectErrorStream(true).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8).contains("refused");
  }
}
