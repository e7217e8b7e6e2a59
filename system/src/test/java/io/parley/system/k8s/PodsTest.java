// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every pod must be like, whatever it does. */
class PodsTest {
  /** What a Java machine takes beside its heap and its direct memory. */
  private static final long REST = 128L << 20;

  /** What a node may take to stop, after its sessions have been told goodbye. */
  private static final long STOPPING = 25;

  static List<Manifests> sets() {
    return ManifestSets.all();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void podsMayDoNothingThatTheyNeedNot(Manifests set) {
    assertThat(set.pods()).hasSizeGreaterThanOrEqualTo(4);
    for (PodTemplateSpec pod : set.pods()) {
      PodSpec spec = pod.getSpec();
      assertThat(spec.getAutomountServiceAccountToken()).isFalse();
      assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
      assertThat(spec.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      Container container = Manifests.only(pod);
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getVolumeMounts()).anyMatch(one -> one.getMountPath().equals("/tmp"));
    }
    assertThat(set.members())
        .allMatch(pod -> pod.getSpec().getSecurityContext().getRunAsUser() == 10001);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void kubernetesAddsNoVariablesThatParleyWouldRefuse(Manifests set) {
    assertThat(set.pods()).allMatch(pod -> !pod.getSpec().getEnableServiceLinks());
  }

  @ParameterizedTest
  @MethodSource("sets")
  void memoryIsWhatWasAskedForAndProcessorTimeHasNoLimit(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      Map<String, Quantity> requests = Manifests.only(pod).getResources().getRequests();
      Map<String, Quantity> limits = Manifests.only(pod).getResources().getLimits();
      assertThat(requests).containsKey("cpu");
      assertThat(limits).containsOnlyKeys("memory").containsEntry("memory", requests.get("memory"));
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void theJavaMachineFitsInItsMemory(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      long limit =
          Manifests.only(pod)
              .getResources()
              .getLimits()
              .get("memory")
              .getNumericalAmount()
              .longValueExact();
      String options = variable(pod, "PARLEY_JAVA_OPTS");
      long heap = limit * number(options, "-XX:MaxRAMPercentage=(\\d+)") / 100;
      long direct = number(options, "-XX:MaxDirectMemorySize=(\\d+)m") << 20;
      assertThat(heap + direct + REST).isLessThanOrEqualTo(limit);
      assertThat(options)
          .contains("-XX:+ExitOnOutOfMemoryError")
          .contains("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2")
          .contains("-Dsun.net.inetaddr.ttl=5");
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void thereIsTimeToStopInGoodOrder(Manifests set) {
    for (PodTemplateSpec pod : set.members()) {
      List<String> pause = Manifests.only(pod).getLifecycle().getPreStop().getExec().getCommand();
      assertThat(pause.get(0)).isEqualTo("sleep");
      long drain =
          Manifests.only(pod).getEnv().stream()
              .filter(one -> one.getName().equals("PARLEY_DRAIN"))
              .mapToLong(one -> number(one.getValue(), "(\\d+)s"))
              .findFirst()
              .orElse(0);
      assertThat(pod.getSpec().getTerminationGracePeriodSeconds())
          .isGreaterThan(Long.parseLong(pause.get(1)) + drain + STOPPING);
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void podsAreReplacedOneAtATimeAndNoneGoesBeforeAnotherIsThere(Manifests set) {
    for (Deployment deployment : set.all(Deployment.class)) {
      assertThat(deployment.getSpec().getMinReadySeconds()).isEqualTo(10);
      var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
      assertThat(rolling.getMaxSurge().getIntVal()).isEqualTo(1);
      assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
    }
  }

  static String variable(PodTemplateSpec pod, String name) {
    return Manifests.only(pod).getEnv().stream()
        .filter(one -> one.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
