// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.fuzz.Fuzzing;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ImportFuzzTest {
  @Test
  void eachLineOfAnOldStoreIsReadOrFaulty() {
    Fuzzing.run(
        "import files",
        Fuzzing.bytes(
            "hans falcon*solo",
            "hans,falcon*solo",
            "hans yoda",
            "2026-11-20T22:04:00 hans yoda hi there",
            "2026-11-20 22:04:00+01:00 hans yoda hi"),
        (input, random) -> {
          for (String line : new String(input, StandardCharsets.UTF_8).split("\n", 20)) {
            assertThat(OldFormats.user(line)).isNotNull();
            assertThat(OldFormats.block(line)).isNotNull();
            assertThat(OldFormats.message(line)).isNotNull();
          }
        });
  }
}
