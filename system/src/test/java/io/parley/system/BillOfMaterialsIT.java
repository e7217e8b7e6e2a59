// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever looks whether a fault of some library concerns Parley finds all that is shipped. */
class BillOfMaterialsIT {
  private static final Path TARGET = Path.of("target");

  @Test
  void everyJarThatIsShippedIsListed() throws IOException {
    assumeTrue(System.getProperty("noBom") == null, "built with -DnoBom: there is no list");
    JsonNode list = new ObjectMapper().readTree(TARGET.resolve("bom.json").toFile());
    List<String> listed = new ArrayList<>();
    listed.add(jarOf(list.path("metadata").path("component")));
    list.path("components").forEach(component -> listed.add(jarOf(component)));

    List<String> shipped;
    try (Stream<Path> jars = Files.list(TARGET.resolve("parley/lib"))) {
      shipped = jars.map(jar -> jar.getFileName().toString()).toList();
    }
    assertThat(shipped)
        .hasSizeGreaterThan(30)
        .allMatch(jar -> listed.stream().anyMatch(jar::startsWith));
  }

  /** Without the classifier of some, such as those with native code. */
  private static String jarOf(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText();
  }
}
