// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.model.GatewayId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells gateways that are dead from those that only this part of a cluster does not hear. While a
 * presence node anywhere hears a gateway, and reaches the database, that gateway's sessions are its
 * users' and nobody else ends them.
 */
final class Deaths {
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** Some periods, so that a slow commit is no death. */
  static final Duration SILENCE = Duration.ofSeconds(2);

  private final Bus bus;
  private final SignsOfLife signs;
  private final Pause pause;
  private boolean ended;

  Deaths(Bus bus, SignsOfLife signs, Pause pause) {
    this.bus = bus;
    this.signs = signs;
    this.pause = pause;
  }

  /** From now on others can see whom this node hears. Alone, there is nobody to see it. */
  void begin() {
    if (bus.nodes().isClustered()) {
      noteWhoIsHeard();
    }
  }

  void end() {
    ended = true;
  }

  /** Those of these gateways, which are not heard here, that are dead. */
  Future<Set<GatewayId>> among(Set<GatewayId> unheard) {
    if (unheard.isEmpty() || !bus.nodes().isClustered()) {
      return Future.succeededFuture(unheard);
    }
    return pause
        .of(PERIOD) // in which the others hear of the same loss, and what they noted before arrives
        .compose(passed -> signs.all())
        .compose(before ->
            pause
                .of(SILENCE)
                .compose(passed -> signs.all())
                .map(after -> silent(unheard, before, after)))
        .compose(dead -> signs.forget(dead).map(dead));
  }

  private Set<GatewayId> silent(
      Set<GatewayId> unheard, Map<GatewayId, Long> before, Map<GatewayId, Long> after) {
    return unheard.stream()
        .filter(gateway -> !bus.nodes().isThere(gateway))
        .filter(gateway -> Objects.equals(before.get(gateway), after.get(gateway)))
        .collect(Collectors.toSet());
  }

  private void noteWhoIsHeard() {
    if (!ended) {
      signs
          .heard(bus.nodes().gateways())
          .onComplete(noted -> pause.of(PERIOD).onSuccess(passed -> noteWhoIsHeard()));
    }
  }
}
