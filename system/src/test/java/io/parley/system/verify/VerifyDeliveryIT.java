// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run of the fault test; a long one is a command: {@code parley verify-delivery}. */
class VerifyDeliveryIT {
  @Test
  void everyAnswerIsKeptThoughTheServerIsKilledAgainAndAgain() throws IOException {
    // Given
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    // When
    int status =
        VerifyDelivery.run(
            List.of("--seconds", "25", "--kills-per-minute", "20", "--users", "20"),
            new PrintStream(said, true, UTF_8));

    // Then
    assertThat(status).as(said.toString(UTF_8)).isZero();
    assertThat(said.toString(UTF_8)).contains("Every answer was kept.");
  }
}
