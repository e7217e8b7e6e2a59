// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every name in the manifests leads to something. */
class ReferencesTest {
  private static final String README = Manifests.read(Manifests.FOLDER.resolve("README.md"));

  static List<Manifests> sets() {
    return ManifestSets.all();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void whatPodsAreGivenIsThereOrIsSaidToBeBroughtByTheOperator(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      Container container = Manifests.only(pod);
      assertThat(set.find(ServiceAccount.class, pod.getSpec().getServiceAccountName())).isPresent();
      container
          .getEnvFrom()
          .forEach(from ->
              assertThat(set.find(ConfigMap.class, from.getConfigMapRef().getName())).isPresent());
      for (EnvVar variable : container.getEnv()) {
        if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
          String name = variable.getValueFrom().getSecretKeyRef().getName();
          requireSecret(set, name, variable.getValueFrom().getSecretKeyRef().getKey());
        }
      }
      for (Volume volume : pod.getSpec().getVolumes()) {
        if (volume.getSecret() != null) {
          requireSecret(set, volume.getSecret().getSecretName(), "tls.crt");
        }
      }
    }
  }

  private static void requireSecret(Manifests set, String name, String key) {
    Optional<Secret> there = set.find(Secret.class, name);
    if (there.isPresent()) {
      assertThat(there.get().getData()).containsKey(key);
    } else {
      assertThat(README.lines().filter(line -> line.contains("| `" + name + "` |")))
          .as("the row of %s in the README", name)
          .anyMatch(line -> line.contains("`" + key + "`"));
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void whatIsMountedIsAVolume(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      assertThat(Manifests.only(pod).getVolumeMounts())
          .allSatisfy(mount ->
              assertThat(pod.getSpec().getVolumes())
                  .extracting(Volume::getName)
                  .contains(mount.getName()));
      for (EnvVar variable : Manifests.only(pod).getEnv()) {
        if (variable.getValue() != null && variable.getValue().startsWith("/")) {
          assertThat(Manifests.only(pod).getVolumeMounts())
              .as(variable.getName())
              .anyMatch(mount -> variable.getValue().startsWith(mount.getMountPath() + "/"));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everySelectorFindsPods(Manifests set) {
    for (Deployment deployment : set.all(Deployment.class)) {
      Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
      assertThat(labels).containsAllEntriesOf(matching(deployment.getSpec().getSelector()));
      assertThat(set.pods(matching(deployment.getSpec().getSelector()))).hasSize(1);
      deployment
          .getSpec()
          .getTemplate()
          .getSpec()
          .getTopologySpreadConstraints()
          .forEach(spread ->
              assertThat(labels).containsAllEntriesOf(matching(spread.getLabelSelector())));
    }
    for (NetworkPolicy policy : set.all(NetworkPolicy.class)) {
      assertThat(set.pods(matching(policy.getSpec().getPodSelector())))
          .as(policy.getMetadata().getName())
          .isNotEmpty();
    }
    for (var budget :
        set.all(io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class)) {
      assertThat(set.pods(matching(budget.getSpec().getSelector()))).hasSize(1);
    }
    for (var budget :
        set.all(io.fabric8.kubernetes.api.model.policy.v1beta1.PodDisruptionBudget.class)) {
      assertThat(set.pods(matching(budget.getSpec().getSelector()))).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void theHeadlessServiceHasTheAddressesOfAllPodsAlsoOfThoseThatAreNotReady(Manifests set) {
    String name =
        set.find(ConfigMap.class, "parley-settings")
            .orElseThrow()
            .getData()
            .get("PARLEY_CLUSTER_DNS");
    Service service = set.find(Service.class, name).orElseThrow();
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
    assertThat(set.pods(service.getSpec().getSelector())).hasSize(4).isEqualTo(set.members());
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyPortOfAServiceIsOneOfItsPods(Manifests set) {
    for (Service service : set.all(Service.class)) {
      List<PodTemplateSpec> pods = set.pods(service.getSpec().getSelector());
      assertThat(pods).as(service.getMetadata().getName()).isNotEmpty();
      for (PodTemplateSpec pod : pods) {
        for (ServicePort port : service.getSpec().getPorts()) {
          assertThat(Manifests.only(pod).getPorts())
              .anyMatch(one ->
                  one.getName().equals(port.getTargetPort().getStrVal())
                      && one.getContainerPort().equals(port.getPort()));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyPortThatAPolicyOpensIsOneOfItsPods(Manifests set) {
    for (NetworkPolicy policy : set.all(NetworkPolicy.class)) {
      for (PodTemplateSpec pod : set.pods(matching(policy.getSpec().getPodSelector()))) {
        for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
          rule.getPorts()
              .forEach(port ->
                  assertThat(Manifests.only(pod).getPorts())
                      .as("%s %s", policy.getMetadata().getName(), port.getPort())
                      .anyMatch(one -> one.getContainerPort().equals(port.getPort().getIntVal())));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void theScaledDeploymentIsThereAndSaysNoNumberOfItsOwn(Manifests set) {
    for (var scaler :
        set.all(io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class)) {
      requireScaled(set, scaler.getSpec().getScaleTargetRef().getName());
    }
    for (var scaler :
        set.all(
            io.fabric8.kubernetes.api.model.autoscaling.v2beta2.HorizontalPodAutoscaler.class)) {
      requireScaled(set, scaler.getSpec().getScaleTargetRef().getName());
    }
  }

  private static void requireScaled(Manifests set, String name) {
    assertThat(set.find(Deployment.class, name).orElseThrow().getSpec().getReplicas()).isNull();
  }

  private static Map<String, String> matching(LabelSelector selector) {
    return Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of());
  }
}
