// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.GatewayId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class MemorySignsOfLife implements SignsOfLife {
  private final Map<GatewayId, Long> times = new ConcurrentHashMap<>();

  @Override
  public Future<Void> heard(Collection<GatewayId> gateways) {
    gateways.forEach(gateway -> times.merge(gateway, 1L, Long::sum));
    return Future.succeededFuture();
  }

  @Override
  public Future<Map<GatewayId, Long>> all() {
    return Future.succeededFuture(Map.copyOf(times));
  }

  @Override
  public Future<Void> forget(Collection<GatewayId> gateways) {
    gateways.forEach(times::remove);
    return Future.succeededFuture();
  }
}
