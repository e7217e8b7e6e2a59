// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the questions that keep their order are under way: all about the same at one instance, also
 * if another has become responsible meanwhile. Guarded by the {@link Relay}.
 */
final class Lanes {
  private final Map<String, Lane> aboutToLane = new HashMap<>();

  private static final class Lane {
    private final Instance instance;
    private int underWay;

    Lane(Instance instance) {
      this.instance = instance;
    }
  }

  /** The instance to which this question is bound; empty if it is free. */
  Optional<Instance> of(Request<?> question) {
    return isBound(question)
        ? Optional.ofNullable(aboutToLane.get(question.about())).map(lane -> lane.instance)
        : Optional.empty();
  }

  void enter(Request<?> question, Instance instance) {
    if (isBound(question)) {
      aboutToLane.computeIfAbsent(question.about(), first -> new Lane(instance)).underWay++;
    }
  }

  void leave(Request<?> question) {
    if (isBound(question)) {
      aboutToLane.computeIfPresent(
          question.about(), (about, lane) -> --lane.underWay == 0 ? null : lane);
    }
  }

  /** A question to a gateway has only one instance anyway. */
  private static boolean isBound(Request<?> question) {
    return question.keepsOrder() && !(question instanceof GatewayRequest<?>);
  }
}
