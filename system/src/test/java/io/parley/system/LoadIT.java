// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.load.Load;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The load driver works; what it measures is for a quiet machine. */
class LoadIT {
  @Test
  void aSmallLoadIsCarriedAndMeasured() throws IOException {
    // Given
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    // When
    int status =
        Load.run(
            List.of("--connections", "20", "--messages", "2000", "--pairs", "5"),
            new PrintStream(said, true, UTF_8));

    // Then
    assertThat(status).isZero();
    assertThat(said.toString(UTF_8))
        .contains("./parley load --connections 20 --messages 2000 --pairs 5 --window 16")
        .contains("start-up to listening")
        .contains("2000 messages delivered")
        .contains("server CPU per message");
  }
}
