// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a kustomization.yaml names.
 *
 * @param resources files and folders that become objects
 * @param others all else that it names: components and patches
 */
record Kustomization(Path folder, List<Path> resources, List<Path> others) {
  private static final Set<String> KNOWN =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "components",
          "patches",
          "images",
          "secretGenerator");

  static Kustomization in(Path folder) {
    Map<String, Object> content =
        Manifests.documents(Manifests.read(folder.resolve("kustomization.yaml"))).get(0);
    if (!KNOWN.containsAll(content.keySet())) {
      throw new AssertionError("unknown in " + folder + ": " + content.keySet());
    }
    List<Path> others = new ArrayList<>(paths(folder, content, "components"));
    for (Object patch : list(content, "patches")) {
      if (patch instanceof Map<?, ?> one && one.get("path") instanceof String path) {
        others.add(folder.resolve(path).normalize());
      }
    }
    return new Kustomization(folder, paths(folder, content, "resources"), others);
  }

  private static List<Path> paths(Path folder, Map<String, Object> content, String key) {
    return list(content, key).stream()
        .map(name -> folder.resolve((String) name).normalize())
        .toList();
  }

  private static List<?> list(Map<String, Object> content, String key) {
    return (List<?>) content.getOrDefault(key, List.of());
  }
}
