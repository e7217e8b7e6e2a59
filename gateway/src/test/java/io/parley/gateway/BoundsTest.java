// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.TestGateway.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.model.Username;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a gateway says that it is enough. */
class BoundsTest {
  private @Nullable TestGateway gateway;

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private TestGateway gateway(Map<String, String> settings) {
    gateway = new TestGateway(settings);
    return gateway;
  }

  @Test
  void whoDoesNothingIsLoggedOut() {
    // Given
    TestGateway gateway = gateway(Map.of("timeout", "1s"));
    long start = System.nanoTime();
    TestClient hans = gateway.client().in("hans");

    // When: pings and acknowledgements are no activity
    hans.say("{'op':'ping','id':1}", "{'op':'ack','mid':'m'}").json();

    // Then
    hans.isToldGoodbye("timeout");
    Duration idle = Duration.ofNanos(System.nanoTime() - start);
    assertThat(idle).as("no sooner").isGreaterThan(Duration.ofSeconds(1));
    until(() -> gateway.services.asked(PresenceRequest.Release.class).size() == 1);
    assertThat(gateway.services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.ENDED);
  }

  @Test
  void aRefusedCommandIsActivity() {
    // Given
    TestGateway gateway = gateway(Map.of("timeout", "1s"));
    TestClient hans = gateway.client().in("hans");
    long start = System.nanoTime();

    // When: for longer than the timeout, there is never as long a pause
    while (System.nanoTime() - start < Duration.ofMillis(1_500).toNanos()) {
      hans.isRefused("{'op':'frobnicate'}", "unknown-command");
    }

    // Then
    hans.isToldGoodbye("timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2_400));
  }

  @Test
  void whoDoesNotLogInIsTurnedAway() {
    TestGateway gateway = gateway(Map.of("login-timeout", "2s"));
    TestClient silent = gateway.client().greeted();
    TestClient person = gateway.client().greeted().say("ping");
    silent.isToldGoodbye("unauthenticated");
    person.line();
    assertThat(person.line()).isEqualTo("* goodbye: unauthenticated");
    person.isAtEnd();
  }

  @Test
  void aLoginUnderWayStopsTheClock() {
    // Given
    TestGateway gateway = gateway(Map.of("login-timeout", "2s"));
    Promise<Done> proof = Promise.promise();
    gateway.services.when(AuthRequest.Authenticate.class, q -> proof.future());
    TestClient hans = gateway.client().greeted();
    TestClient silent = gateway.client().greeted();

    // When
    hans.say("{'op':'login','id':1,'user':'hans','password':'falcon*solo'}");
    silent.isToldGoodbye("unauthenticated");
    proof.complete(Done.DONE);

    // Then
    assertThat(hans.json().getBoolean("ok")).isTrue();
  }

  @Test
  void theStrangerWhoHasWaitedLongestMakesRoom() {
    // Given
    TestGateway gateway = gateway(Map.of("anonymous-limit", "2"));
    TestClient member = gateway.client().in("yoda");
    TestClient first = gateway.client().greeted();
    TestClient second = gateway.client().greeted();

    // When
    TestClient third = gateway.client().greeted();

    // Then
    first.isToldGoodbye("unauthenticated");
    for (TestClient client : new TestClient[] {member, second, third}) {
      client.say("{'op':'ping','id':1}");
      assertThat(client.json().getInteger("re")).isEqualTo(1);
    }
  }

  @Test
  void whoDoesNotReadIsGivenUp() {
    // Given
    TestGateway gateway = gateway(Map.of("send-limit", "100000"));
    gateway.client(4_096).in("hans");
    String text = "x".repeat(10_000);

    // When: nobody else is held up
    while (!gateway.services.online.isEmpty()) {
      TestGateway.await(
          gateway.bus.ask(
              new GatewayRequest.TellAll(gateway.id, new Username("yoda"), text, Instant.now())));
    }

    // Then
    assertThat(gateway.services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.ENDED);
  }

  @Test
  void whoReadsAgainInTimeHearsWhy() {
    // Given
    TestGateway gateway = gateway(Map.of("send-limit", "100000"));
    TestClient hans = gateway.client(4_096).in("hans");
    String text = "x".repeat(10_000);
    while (!gateway.services.online.isEmpty()) {
      TestGateway.await(
          gateway.bus.ask(
              new GatewayRequest.TellAll(gateway.id, new Username("yoda"), text, Instant.now())));
    }

    // When
    JsonObject line = hans.json();
    while (line.getString("ev").equals("broadcast")) {
      line = hans.json();
    }

    // Then
    assertThat(line.getString("reason")).isEqualTo("too-slow");
    hans.isAtEnd();
  }

  @Test
  void whoAsksWithoutReadingIsHeldBackAndThenGivenUp() {
    // Given
    TestGateway gateway = gateway(Map.of("send-limit", "100000", "delivery-timeout", "500ms"));
    TestClient hans = gateway.client(4_096).in("hans");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.append("{\"op\":\"ping\",\"id\":\"").append("x".repeat(1_000)).append("\"}\n");
    }

    // When
    Thread sender =
        Thread.ofVirtual().start(() -> sendUntilRefused(hans, many.toString().getBytes(UTF_8)));

    // Then
    until(() -> gateway.services.online.isEmpty());
    hans.close();
    assertThat(sender).isNotNull();
  }

  @Test
  void aMailboxOfLongMessagesIsNotTooMuchForAClientThatReads() {
    // Given: far more than the limit
    TestGateway gateway = gateway(Map.of("send-limit", "100000"));
    for (int i = 0; i < 300; i++) {
      gateway.services.keep(
          new io.parley.model.ChatMessage(
              new Username("luke"),
              new Username("hans"),
              new io.parley.model.MessageId("m" + i),
              "x".repeat(10_000),
              Instant.now()));
    }

    // When
    TestClient hans = gateway.client(4_096).in("hans", ",'acks':true");

    // Then
    for (int i = 0; i < 300; i++) {
      assertThat(hans.json().getString("mid")).isEqualTo("m" + i);
      hans.say("{'op':'ack','mid':'m" + i + "'}");
    }
  }

  private static void sendUntilRefused(TestClient client, byte[] bytes) {
    try {
      client.send(bytes);
    } catch (java.io.UncheckedIOException expected) {
      // the server has closed the connection
    }
  }
}
