// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All sets of manifests that somebody may apply. */
final class ManifestSets {
  private static final List<Manifests> ALL = read();

  private ManifestSets() {}

  /** The base as it is written, and the overlays where there is a kubectl to render them. */
  static List<Manifests> all() {
    return ALL;
  }

  private static List<Manifests> read() {
    Stream<Optional<Manifests>> overlays =
        Stream.of("overlays/local", "overlays/production", "overlays/v1-20")
            .map(Manifests::rendered);
    return Stream.concat(Stream.of(Manifests.written("base")), overlays.flatMap(Optional::stream))
        .toList();
  }
}
