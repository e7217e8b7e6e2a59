// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.TestGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest.Reached;
import io.parley.bus.PresenceEvent;
import io.parley.bus.PresenceRequest;
import io.parley.model.GoodbyeReason;
import io.parley.model.Username;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many sessions hear at once. */
class TellingTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aBroadcastReachesAllOthersInTheirDialect() {
    // Given
    TestClient hans = gateway.client().in("hans");
    TestClient yoda = gateway.client().in("yoda");
    TestClient luke = gateway.client().greeted().say("login luke falcon*solo");
    luke.line();
    gateway.client().greeted();

    // When
    hans.say("{'op':'broadcast','id':1,'text':'hi all'}");

    // Then
    assertThat(luke.line()).isEqualTo("hans (broadcast): hi all");
    JsonObject event = yoda.json();
    assertThat(event.getString("ev")).isEqualTo("broadcast");
    assertThat(event.getString("text")).isEqualTo("hi all");
    assertThat(hans.json())
        .isEqualTo(
            new JsonObject().put("re", 1).put("ok", true).put("reached", 2).put("withheld", false));
  }

  @Test
  void aBroadcastPassesOverWhoHasBlockedItsSender() {
    // Given
    TestClient hans = gateway.client().in("hans");
    TestClient yoda = gateway.client().in("yoda");
    yoda.say("{'op':'block','id':1,'user':'hans'}").json();

    // When
    hans.say("{'op':'broadcast','id':1,'text':'hi all'}");

    // Then
    JsonObject answer = hans.json();
    assertThat(answer.getInteger("reached")).isZero();
    assertThat(answer.getBoolean("withheld")).isTrue();
    yoda.say("{'op':'ping','id':2}");
    assertThat(yoda.json().getInteger("re")).isEqualTo(2);
  }

  @Test
  void comingsAndGoingsAreToldToAllButTheUserAndThoseFromWhomTheyAreHidden() {
    // Given
    TestClient hans = gateway.client().in("hans");
    TestClient yoda = gateway.client().in("yoda");
    TestClient luke = gateway.client().in("luke");
    Set<Username> hidden = Set.of(new Username("luke"));

    // When
    gateway.bus.publish(new PresenceEvent.Joined(new Username("yoda"), AT, hidden));
    gateway.bus.publish(new PresenceEvent.Left(new Username("yoda"), AT, hidden));

    // Then
    JsonObject expected =
        new JsonObject()
            .put("ev", "presence")
            .put("user", "yoda")
            .put("online", true)
            .put("at", "2026-01-02T03:04:05.678Z");
    assertThat(hans.json()).isEqualTo(expected);
    assertThat(hans.json()).isEqualTo(expected.put("online", false));
    for (TestClient other : new TestClient[] {yoda, luke}) {
      other.say("{'op':'ping','id':1}");
      assertThat(other.json().getInteger("re")).isEqualTo(1);
    }
  }

  @Test
  void whatConcernsAllUsersOfAGatewayIsOneMessageOnTheBus() {
    // Given
    List<TestClient> users =
        IntStream.range(0, 10).mapToObj(i -> gateway.client().in("user" + i)).toList();
    List<Object> carried = new CopyOnWriteArrayList<>();
    gateway
        .vertx
        .eventBus()
        .addInboundInterceptor(delivery -> {
          carried.add(delivery.body());
          delivery.next();
        });

    // When
    gateway.bus.publish(new PresenceEvent.Joined(new Username("yoda"), AT, Set.of()));
    users.forEach(user -> assertThat(user.json().getString("ev")).isEqualTo("presence"));
    users.getFirst().say("{'op':'broadcast','id':1,'text':'hi all'}");
    assertThat(users.getFirst().json().getInteger("reached")).isEqualTo(9);
    users.getFirst().say("{'op':'whoelse','id':2}");
    assertThat(users.getFirst().json().getJsonArray("users")).hasSize(9);

    // Then
    assertThat(carried).filteredOn(PresenceEvent.class::isInstance).hasSize(1);
    assertThat(carried).filteredOn(GatewayRequest.TellAll.class::isInstance).hasSize(1);
    assertThat(carried).filteredOn(PresenceRequest.class::isInstance).hasSize(1);
  }

  @Test
  void whoIsNotOnlineCountsForNothing() {
    gateway.client().greeted();
    Reached reached =
        TestGateway.await(
            gateway.bus.ask(
                new GatewayRequest.TellAll(gateway.id, new Username("hans"), "hi", AT)));
    assertThat(reached).isEqualTo(new Reached(0, false));
  }

  @Test
  void anAdministratorCanEndASession() {
    TestClient hans = gateway.client().in("hans");
    TestGateway.await(
        gateway.bus.ask(
            new GatewayRequest.End(
                gateway.services.online.get(new Username("hans")), GoodbyeReason.KICKED)));
    hans.isToldGoodbye("kicked");
    until(() -> gateway.services.online.isEmpty());
  }
}
