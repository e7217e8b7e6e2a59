// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fault test of a cluster, each fault once; many are a command: {@code verify-delivery}. */
class ClusterFaultsIT {
  @Test
  void everyAnswerIsKeptThroughEveryFaultOfAClusterAndARollingRestart() throws IOException {
    // Given
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String faults = "kill,freeze,cut,pair,drop,roll";

    // When
    int status =
        VerifyDelivery.run(
            List.of("--cluster", "--users", "12", "--seconds", "300", "--faults", faults),
            new PrintStream(out, true, UTF_8));

    // Then
    String said = out.toString(UTF_8);
    assertThat(status).as(said).isZero();
    assertThat(said).contains("Every answer was kept.", "1  faults: all nodes restarted in turn");
    assumeFalse(
        said.contains("No cuts of the network"),
        "the network was not cut: that needs network namespaces, and so the rights of root");
    assertThat(said).contains("1  faults: network cut between the halves");
  }
}
