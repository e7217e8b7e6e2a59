// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import static io.parley.messaging.ScriptedTown.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest.Broadcast;
import io.parley.bus.MessagingRequest.Reached;
import io.parley.model.GatewayId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BroadcasterTest {
  private static final Broadcast BROADCAST =
      new Broadcast(new Username("hans"), "hi all", Instant.EPOCH);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final List<GatewayId> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void eachGatewayIsToldOnceHoweverManyUsersItHas() throws Exception {
    serve("g1", Future.succeededFuture(new Reached(1_000, false)));
    serve("g2", Future.succeededFuture(new Reached(1, true)));
    serve("g3", Future.succeededFuture(new Reached(0, false)));

    Reached reached = await(new Broadcaster(bus).broadcast(BROADCAST));

    assertThat(reached).isEqualTo(new Reached(1_001, true));
    assertThat(told)
        .containsExactlyInAnyOrder(new GatewayId("g1"), new GatewayId("g2"), new GatewayId("g3"));
  }

  @Test
  void aGatewayThatCannotTellItsUsersCountsForNothing() throws Exception {
    serve("g1", Future.succeededFuture(new Reached(2, false)));
    serve("g2", Future.failedFuture("a fault of the gateway, on purpose"));

    assertThat(await(new Broadcaster(bus).broadcast(BROADCAST))).isEqualTo(new Reached(2, false));
  }

  private void serve(String gateway, Future<Reached> answer) throws Exception {
    GatewayId id = new GatewayId(gateway);
    await(
        bus.serve(
            id,
            GatewayRequest.class,
            question -> {
              told.add(question.gateway());
              return answer;
            }));
  }
}
