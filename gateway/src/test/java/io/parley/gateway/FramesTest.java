// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final TestGateway gateway = new TestGateway(Map.of("line-limit", "1000"));
  private final FakeServices services = gateway.services;

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aFrameMayComeByteByByte() {
    // Given
    TestClient client = gateway.client().in("hans");

    // When
    for (byte one :
        "\r\n\n{\"op\":\"whoelse\",\"id\":\"ü\"}\r\n".getBytes(StandardCharsets.UTF_8)) {
      client.send(new byte[] {one});
    }

    // Then
    assertThat(client.json().getString("re")).isEqualTo("ü");
  }

  @Test
  void oneSegmentMayHoldManyFramesWhichAreAnsweredInOrder() {
    // Given
    TestClient client = gateway.client().in("hans");
    String[] commands =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "{'op':'" + (i % 3 == 0 ? "whoelse" : "ping") + "','id':" + i + "}")
            .toArray(String[]::new);

    // When
    client.say(commands);

    // Then
    for (int i = 0; i < commands.length; i++) {
      assertThat(client.json().getInteger("re")).isEqualTo(i);
    }
  }

  @Test
  void aSlowAnswerHoldsUpAllThatFollows() {
    // Given
    TestClient client = gateway.client().in("hans");
    Promise<PresenceRequest.Users> answer = Promise.promise();
    AtomicInteger asked = new AtomicInteger();
    services.when(
        PresenceRequest.Online.class,
        q -> asked.getAndIncrement() == 0 ? answer.future() : services.asUsual(q));

    // When
    client.say("{'op':'whoelse','id':1}", "{'op':'whoelse','id':2}", "{'op':'ping','id':3}");
    TestGateway.until(() -> asked.get() == 1);
    gateway.client().in("yoda");

    // Then: nothing else was carried out meanwhile
    assertThat(asked).hasValue(1);
    answer.complete(new PresenceRequest.Users(List.of()));
    assertThat(client.json().getInteger("re")).isEqualTo(1);
    assertThat(client.json().getInteger("re")).isEqualTo(2);
    assertThat(client.json().getInteger("re")).isEqualTo(3);
  }

  @Test
  void loginAndCommandsMayBeSentAtOnce() {
    // Given
    TestClient client = gateway.client().greeted();

    // When
    client.say(
        "{'op':'login','id':1,'user':'hans','password':'falcon*solo'}",
        "{'op':'whoelse','id':2}",
        "{'op':'logout','id':3}",
        "{'op':'whoelse','id':4}");

    // Then
    assertThat(client.json().getInteger("re")).isEqualTo(1);
    assertThat(client.json().getInteger("re")).isEqualTo(2);
    assertThat(client.json().getInteger("re")).isEqualTo(3);
    client.isToldGoodbye("logout");
  }

  @Test
  void anOverlongLineIsSkippedAndAnswered() {
    // Given
    TestClient client = gateway.client().in("hans");

    // When
    client.say("{'op':'" + "x".repeat(3_000_000) + "'}", "{'op':'ping','id':1}");

    // Then
    JsonObject refusal = client.json();
    assertThat(refusal.getString("error")).isEqualTo("too-long");
    assertThat(refusal.containsKey("re")).isTrue();
    assertThat(refusal.getValue("re")).isNull();
    assertThat(client.json().getInteger("re")).isEqualTo(1);
  }

  @Test
  void whatIsNoFrameIsRefusedAndTheConnectionGoesOn() {
    TestClient client = gateway.client().in("hans");
    client.isRefused("{'op':'whoelse'", "bad-request");
    client.isRefused("whoelse", "bad-request");
    client.isRefused("[".repeat(999), "bad-request");
    client.isRefused("{'op':'frobnicate'}", "unknown-command");
    client.isRefused("{'op':'message','to':'yoda'}", "bad-request");
    client.isRefused("{'op':'message','to':'yoda','text':'a\\u0007'}", "bad-request");
    client.send(new byte[] {'{', (byte) 0xff, '}', '\n'});
    assertThat(client.json().getString("error")).isEqualTo("bad-request");
    client.say("{'op':'ping','id':1}");
    assertThat(client.json().getInteger("re")).isEqualTo(1);
  }

  @Test
  void theHundredthBadFrameInARowEndsTheConnection() {
    // Given
    TestClient client = gateway.client().in("hans");
    List<String> bad = new ArrayList<>();
    IntStream.range(0, 99).forEach(i -> bad.add("{"));
    client.say(bad.toArray(String[]::new)).say("{'op':'ping','id':1}");
    for (int i = 0; i < 99; i++) {
      client.json();
    }
    assertThat(client.json().getInteger("re")).isEqualTo(1);

    // When
    IntStream.range(0, 99).forEach(i -> bad.add("{"));
    client.say(bad.toArray(String[]::new));

    // Then
    for (int i = 0; i < 100; i++) {
      assertThat(client.json().getString("error")).isEqualTo("bad-request");
    }
    client.isToldGoodbye("kicked");
  }

  @Test
  void peopleGetAnswersInTheOrderOfTheirCommands() {
    // Given
    TestClient client = gateway.client().greeted();
    client.say("login hans falcon*solo").line();
    Promise<Object> go = Promise.promise();
    services.when(
        io.parley.bus.MessagingRequest.Send.class,
        q -> go.future().compose(gone -> services.asUsual(q)));

    // When
    client.say("message yoda one", "whoelse", "nonsense", "message yoda two", "whoelse", "logout");
    TestGateway.until(() -> services.asked(PresenceRequest.Online.class).size() == 2);
    go.complete("go");

    // Then
    assertThat(client.line()).startsWith("Stored for yoda");
    assertThat(client.line()).isEqualTo("Nobody else is online.");
    assertThat(client.line()).startsWith("Error: There is no command nonsense");
    assertThat(client.line()).startsWith("Stored for yoda");
    assertThat(client.line()).isEqualTo("Nobody else is online.");
    assertThat(client.line()).isEqualTo("You are logged out.");
    assertThat(client.line()).isEqualTo("* goodbye: logout");
    client.isAtEnd();
  }

  @Test
  void aPersonIsAskedForWhatIsMissing() {
    TestClient client = gateway.client().greeted();
    assertThat(client.say("help").line()).startsWith("login NAME PASSWORD");
    TestClient other = gateway.client().greeted();
    assertThat(other.say("login").line()).isEqualTo("Your name?");
    assertThat(other.say("hans").line()).isEqualTo("Your password?");
    assertThat(other.say("falcon*solo").line()).isEqualTo("Welcome, hans!");
    assertThat(other.say("quit").line()).isEqualTo("You are logged out.");
  }

  @Test
  void aPersonMayQuitBeforeTheLogin() {
    TestClient client = gateway.client().greeted().say("quit");
    assertThat(client.line()).isEqualTo("You are logged out.");
    assertThat(client.line()).isEqualTo("* goodbye: logout");
    client.isAtEnd();
  }

  @Test
  void aThousandConnectionsAreServed() {
    // Given
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      clients.add(gateway.client());
    }

    // When
    clients.forEach(client -> client.greeted().say("{'op':'ping','id':1}"));

    // Then
    clients.forEach(client -> assertThat(client.json().getInteger("re")).isEqualTo(1));
    await(Future.succeededFuture());
  }
}
