// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.parley.auth.AuthRole;
import io.parley.gateway.GatewayRole;
import io.parley.messaging.MessagingRole;
import io.parley.node.Node;
import io.parley.node.Role;
import io.parley.node.ServerSettings;
import io.parley.node.Setting;
import io.parley.node.Settings;
import io.parley.presence.PresenceRole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests say to the program, it understands. */
class CodeTest {
  private static final Map<String, String> PORT_TO_VARIABLE =
      Map.of(
          "client", "PARLEY_PORT",
          "client-tls", "PARLEY_TLS_PORT",
          "http", "PARLEY_HTTP_PORT",
          "cluster", "PARLEY_CLUSTER_PORT",
          "bus", "PARLEY_BUS_PORT");

  static List<Manifests> sets() {
    return ManifestSets.all();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyVariableIsASettingAndItsValueCanBeRead(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      variables(set, pod)
          .forEach((name, value) -> {
            if (!name.equals("PARLEY_JAVA_OPTS")) {
              Optional<Setting<?>> setting =
                  ServerSettings.ALL.stream().filter(one -> variable(one).equals(name)).findFirst();
              assertThat(setting).as(name).isPresent();
              if (!value.isEmpty()) {
                Settings.of(
                    Map.of(setting.orElseThrow().name(), value)); // throws if it cannot be read
              }
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyPortIsTheOneThatTheProgramIsToldToListenOn(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      Map<String, String> variables = variables(set, pod);
      for (ContainerPort port : Manifests.only(pod).getPorts()) {
        String variable = PORT_TO_VARIABLE.get(port.getName());
        assertThat(variables).containsEntry(variable, port.getContainerPort().toString());
      }
      assertThat(pod.getMetadata().getAnnotations())
          .containsEntry("prometheus.io/port", variables.get("PARLEY_HTTP_PORT"));
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void whereClientsComeByTlsNobodyElsesPlainTextIsTaken(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      Map<String, String> variables = variables(set, pod);
      if (!variables.getOrDefault("PARLEY_TLS_PORT", "off").equals("off")) {
        assertThat(variables)
            .containsEntry("PARLEY_TLS_HOST", "0.0.0.0")
            .containsEntry("PARLEY_HOST", "127.0.0.1");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyPodPlaysOneRoleAndEachRoleIsPlayed(Manifests set) {
    assertThat(set.members())
        .extracting(pod -> {
          List<String> arguments = Manifests.only(pod).getArgs();
          assertThat(arguments).startsWith("node", "--roles").hasSize(3);
          assertThat(pod.getMetadata().getLabels())
              .containsEntry("app.kubernetes.io/component", arguments.get(2));
          return arguments.get(2);
        })
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(new AuthRole(), new PresenceRole(), new MessagingRole(), new GatewayRole())
                .map(Role::name)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyProbeAsksForAPageThatThereIs(Manifests set) throws Exception {
    Node node =
        Node.start(Settings.of(Map.of("http-port", "0")), InstantSource.system())
            .await(20, SECONDS);
    try {
      for (PodTemplateSpec pod : set.members()) {
        Container container = Manifests.only(pod);
        requirePage(node, container.getStartupProbe(), "/health/started");
        requirePage(node, container.getLivenessProbe(), "/health/live");
        requirePage(node, container.getReadinessProbe(), "/health/ready");
        String metrics = pod.getMetadata().getAnnotations().get("prometheus.io/path");
        assertThat(status(node, metrics)).isEqualTo(200);
      }
    } finally {
      node.stop().await(20, SECONDS);
    }
  }

  private static void requirePage(Node node, Probe probe, String path) throws Exception {
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(status(node, path)).isEqualTo(200);
  }

  private static int status(Node node, String path) throws Exception {
    URI place = URI.create("http://127.0.0.1:" + node.httpPort().orElseThrow() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(place).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  /** All variables of a pod; what comes from elsewhere is empty. */
  private static Map<String, String> variables(Manifests set, PodTemplateSpec pod) {
    Map<String, String> variables = new HashMap<>();
    Container container = Manifests.only(pod);
    container
        .getEnvFrom()
        .forEach(from ->
            variables.putAll(
                set.find(ConfigMap.class, from.getConfigMapRef().getName())
                    .orElseThrow()
                    .getData()));
    for (EnvVar variable : container.getEnv()) {
      variables.put(variable.getName(), Optional.ofNullable(variable.getValue()).orElse(""));
    }
    return variables;
  }

  private static String variable(Setting<?> setting) {
    return "PARLEY_" + setting.name().replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
