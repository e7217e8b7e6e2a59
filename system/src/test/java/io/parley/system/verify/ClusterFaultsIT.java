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
  void nothingIsLostDoubledOrStrandedByAnyFaultOfACluster() throws IOException {
    // Given
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String faults = "kill,freeze,cut,pair,drop,roll";

    // When
    VerifyDelivery.run(
        List.of("--cluster", "--users", "12", "--seconds", "1800", "--faults", faults),
        new PrintStream(out, true, UTF_8));

    // Then
    String said = out.toString(UTF_8);
    assertThat(said)
        .contains("1  faults: all nodes restarted in turn")
        .containsPattern("(?m)^ +0 +of these that did not end in order")
        .containsPattern("(?m)^ +0  lost$")
        .containsPattern("(?m)^ +0  doubled$")
        .containsPattern("(?m)^ +0  out of order$")
        .containsPattern("(?m)^ +0  delivered though blocked$")
        .containsPattern("(?m)^ +0  stranded$")
        .containsPattern("(?m)^ +0  not as sent$")
        .containsPattern("(?m)^ +0  never answered$")
        .containsPattern("(?m)^ +0  called stored without a database$")
        .contains("Every answer was kept.");
    assumeFalse(
        said.contains("No cuts of the network"),
        "the network was not cut: that needs network namespaces, and so the rights of root");
    assertThat(said).contains("1  faults: network cut between the halves");
  }
}
