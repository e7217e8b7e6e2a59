// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KustomizationTest {
  /** What an API server knows in version 1.20 and in every version since. */
  private static final Set<String> LASTING = Set.of("v1", "apps/v1", "networking.k8s.io/v1");

  static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.walk(Manifests.FOLDER)) {
      return all.filter(file -> file.endsWith("kustomization.yaml")).map(Path::getParent).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void whatAKustomizationNamesIsThere(Path folder) {
    Kustomization kustomization = Kustomization.in(folder);
    assertThat(kustomization.resources()).allMatch(Files::exists);
    assertThat(kustomization.others()).allMatch(Files::exists);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void whatIsThereIsNamedByItsKustomization(Path folder) throws IOException {
    Kustomization kustomization = Kustomization.in(folder);
    Set<Path> named =
        Stream.concat(kustomization.resources().stream(), kustomization.others().stream())
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.endsWith("kustomization.yaml")))
          .allSatisfy(file -> assertThat(named).contains(file));
    }
  }

  @Test
  void theBaseHoldsNothingThatAnOldOrANewServerDoesNotKnow() {
    assertThat(Manifests.written("base").objects())
        .isNotEmpty()
        .extracting(HasMetadata::getApiVersion)
        .allMatch(LASTING::contains);
    for (String file : List.of("gateway", "auth", "presence", "messaging")) {
      assertThat(Manifests.read(Manifests.FOLDER.resolve("base/" + file + ".yaml")))
          .doesNotContain("matchLabelKeys:", "unhealthyPodEvictionPolicy:", "sleep:");
    }
  }
}
