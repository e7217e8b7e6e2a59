// SPDX-License-Identifier: Apache-2.0
package io.parley.system.k8s;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;

/**
 * The Kubernetes objects that are used here, read as an API server reads them: a kind, a field or a
 * type that it does not know is an error.
 */
final class StrictModel {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.ofEntries(
          Map.entry("v1 Namespace", Namespace.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("apps/v1 StatefulSet", StatefulSet.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry(
              "policy/v1 PodDisruptionBudget",
              io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class),
          Map.entry(
              "policy/v1beta1 PodDisruptionBudget",
              io.fabric8.kubernetes.api.model.policy.v1beta1.PodDisruptionBudget.class),
          Map.entry(
              "autoscaling/v2 HorizontalPodAutoscaler",
              io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class),
          Map.entry(
              "autoscaling/v2beta2 HorizontalPodAutoscaler",
              io.fabric8.kubernetes.api.model.autoscaling.v2beta2.HorizontalPodAutoscaler.class));

  private static final JsonMapper MAPPER = mapper();

  private StrictModel() {}

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder().disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    builder.withCoercionConfig(
        LogicalType.Textual,
        text -> {
          text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
          text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
          text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
    return builder.build();
  }

  /** The object that stands in one document of YAML. */
  static HasMetadata read(Map<String, Object> document) {
    String kind = document.get("apiVersion") + " " + document.get("kind");
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new AssertionError("no kind that is used here: " + kind);
    }
    HasMetadata object = MAPPER.convertValue(document, type);
    check(object, kind + " " + object.getMetadata().getName());
    return object;
  }

  /** The model keeps what it does not know; here, nothing may be kept so. */
  private static void check(Object value, String path) {
    if (value instanceof Collection<?> items) {
      int index = 0;
      for (Object item : items) {
        check(item, path + "[" + index++ + "]");
      }
    } else if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, item) -> check(item, path + "." + key));
    } else if (value instanceof Quantity quantity) {
      quantity.getNumericalAmount(); // fails if it is none
    } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
      for (Field field : value.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          checkField(value, field, path);
        }
      }
    }
  }

  private static void checkField(Object value, Field field, String path) {
    Object content;
    try {
      field.setAccessible(true);
      content = field.get(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(path, e);
    }
    if (field.getName().equals("additionalProperties")) {
      if (content instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
        throw new AssertionError("unknown in " + path + ": " + unknown.keySet());
      }
    } else {
      check(content, path + "." + field.getName());
    }
  }
}
