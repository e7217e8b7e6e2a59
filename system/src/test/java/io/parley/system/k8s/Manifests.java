// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A set of Kubernetes objects that are applied together.
 *
 * @param source where they come from, for whoever reads of a failure
 */
record Manifests(String source, List<HasMetadata> objects) {
  /** The folder {@code k8s} of this checkout. */
  static final Path FOLDER = folder();

  private static Path folder() {
    Path here = Path.of("").toAbsolutePath();
    Path there = here.resolve("k8s");
    return Files.isDirectory(there) ? there : here.resolveSibling("k8s");
  }

  /** What one folder's kustomization lists, as it is written there. */
  static Manifests written(String folder) {
    Kustomization listed = Kustomization.in(FOLDER.resolve(folder));
    List<HasMetadata> objects = new ArrayList<>();
    listed.resources().stream()
        .filter(Files::isRegularFile)
        .forEach(file -> objects.addAll(parse(read(file))));
    return new Manifests(folder, objects);
  }

  /** What {@code kubectl} makes of a folder; nothing where there is no kubectl. */
  static Optional<Manifests> rendered(String folder) {
    try {
      Process kubectl =
          new ProcessBuilder("kubectl", "kustomize", FOLDER.resolve(folder).toString()).start();
      String out = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(kubectl.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new AssertionError(folder + ": " + err);
      }
      return Optional.of(new Manifests(folder, parse(out)));
    } catch (IOException none) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked") // an object of YAML is a map
  static List<Map<String, Object>> documents(String text) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<String, Object>> documents = new ArrayList<>();
    new Yaml(strict).loadAll(text).forEach(one -> documents.add((Map<String, Object>) one));
    return documents;
  }

  private static List<HasMetadata> parse(String text) {
    return documents(text).stream().map(StrictModel::read).toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
    return all(type).stream().filter(one -> one.getMetadata().getName().equals(name)).findFirst();
  }

  /** The pods of all that keeps pods running. */
  List<PodTemplateSpec> pods() {
    return Stream.concat(
            all(Deployment.class).stream().map(one -> one.getSpec().getTemplate()),
            all(StatefulSet.class).stream().map(one -> one.getSpec().getTemplate()))
        .toList();
  }

  /** The pods that have these labels. */
  List<PodTemplateSpec> pods(Map<String, String> labels) {
    return pods().stream()
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  /** The pods that are members of Parley's cluster. */
  List<PodTemplateSpec> members() {
    return pods(Map.of("parley.io/cluster-member", "true"));
  }

  static Container only(PodTemplateSpec pod) {
    List<Container> containers = pod.getSpec().getContainers();
    if (containers.size() != 1) {
      throw new AssertionError("more than one container: " + containers);
    }
    return containers.get(0);
  }

  @Override
  public String toString() {
    return source;
  }
}
