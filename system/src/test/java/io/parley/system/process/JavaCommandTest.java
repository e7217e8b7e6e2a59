// SPDX-License-Identifier: Apache-2.0
package io.parley.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
  private static final List<String> OWN =
      List.of("-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders", "-Xmx1g", "-Dvertx.some=thing");

  @Test
  void whatAChildNeedsIsPassedOnAndWhatSizesMemoryIsNot() {
    assertThat(JavaCommand.merged(OWN, List.of("-Xmx64m")))
        .containsExactly(
            "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders", "-Dvertx.some=thing", "-Xmx64m");
  }

  @Test
  void theCollectorThatIsAskedForIsTheOnlyOne() {
    assertThat(JavaCommand.merged(OWN, List.of("-XX:+UseSerialGC")))
        .containsExactly("-XX:+UseCompactObjectHeaders", "-Dvertx.some=thing", "-XX:+UseSerialGC");
  }
}
