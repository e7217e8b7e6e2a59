// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.Rate;
import io.parley.node.Settings;
import io.parley.wire.Command;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FloodTest {
  private static final Username HANS = new Username("hans");
  private Instant now = Instant.parse("2026-11-20T22:04:00Z");

  private FloodGate gate(String... settings) {
    Map<String, String> texts = new java.util.HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    return new FloodGate(FloodLimits.of(Settings.of(texts)), () -> now);
  }

  private static Command login(String user) {
    return new Command.Login(user, new Command.Password(new Secret("x")), false, Optional.empty());
  }

  private static Command register(String user) {
    return new Command.Register(user, new Secret("x"));
  }

  private static Command broadcast() {
    return new Command.Broadcast("hi");
  }

  @Test
  void limitsThatNobodyHasSetAreForStrangersOnly() {
    FloodGate standard = gate();
    FloodGate chosen = gate("registrations-per-address", "1000/1h");

    assertThat(refusedOf2000(standard, "127.0.0.1")).isFalse();
    assertThat(refusedOf2000(standard, "::1")).isFalse();
    assertThat(refusedOf2000(standard, "192.0.2.1")).isTrue();
    assertThat(refusedOf2000(chosen, "127.0.0.1")).isTrue();
  }

  private static boolean refusedOf2000(FloodGate gate, String address) {
    boolean refused = false;
    for (int i = 0; i < 2_000; i++) {
      refused |= gate.holdsBack(address, register("x" + i)).isPresent();
    }
    return refused;
  }

  @Test
  void aBucketGivesAllAtOnceAndThenFillsAgain() {
    // Given
    Buckets buckets = new Buckets(new Rate(3, Duration.ofSeconds(60)), () -> now);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("a", 1)).isEmpty();
    }

    // Then
    assertThat(buckets.take("a", 1)).contains(Duration.ofSeconds(20));
    assertThat(buckets.take("b", 1)).as("somebody else").isEmpty();
    now = now.plusSeconds(19);
    assertThat(buckets.take("a", 1)).contains(Duration.ofSeconds(1));
    now = now.plusSeconds(1);
    assertThat(buckets.take("a", 1)).isEmpty();
    now = now.plusSeconds(3600);
    assertThat(buckets.take("a", 3)).isEmpty();
    assertThat(buckets.take("a", 1)).as("never more than a bucket").isPresent();
  }

  @Test
  void aClockThatIsPutBackLocksNobodyOut() {
    // Given
    Buckets buckets = new Buckets(new Rate(2, Duration.ofSeconds(60)), () -> now);
    assertThat(buckets.take("a", 1)).isEmpty();

    // When
    now = now.minus(Duration.ofDays(1));

    // Then
    assertThat(buckets.take("a", 1).orElse(Duration.ZERO))
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    now = now.plusSeconds(60);
    assertThat(buckets.take("a", 1)).isEmpty();
  }

  @Test
  void manyCallersTakeBoundedMemory() {
    // Given
    Buckets buckets = new Buckets(new Rate(2, Duration.ofSeconds(60)), () -> now);

    // When
    for (int i = 0; i < 150_000; i++) {
      buckets.take("caller " + i, 1);
    }

    // Then
    assertThat(buckets.size()).isEqualTo(100_000);
  }

  @Test
  void eachLimitHoldsForItself() {
    assertThat(second(gate("logins-per-address", "1/1m"), "a", login("x"), "a", login("y")))
        .isPresent();
    assertThat(second(gate("logins-per-address", "1/1m"), "a", login("x"), "b", login("x")))
        .isEmpty();
    assertThat(second(gate("logins-per-account", "1/1m"), "a", login("x"), "b", login("x")))
        .isPresent();
    assertThat(
            second(
                gate("registrations-per-address", "1/1m"), "a", register("x"), "a", register("y")))
        .isPresent();
    assertThat(
            second(
                gate("registrations-per-address", "1/1m"), "a", register("x"), "b", register("y")))
        .isEmpty();
  }

  private static Optional<Duration> second(
      FloodGate gate, String from, Command first, String then, Command second) {
    assertThat(gate.holdsBack(from, first)).isEmpty();
    return gate.holdsBack(then, second);
  }

  @Test
  void messagesCountByAddressAndByAccountAndABroadcastCountsTenTimes() {
    FloodGate byAccount = gate("messages-per-account", "10/1m");
    assertThat(byAccount.holdsBack("a", HANS, broadcast())).isEmpty();
    assertThat(byAccount.holdsBack("b", HANS, broadcast())).isPresent();
    FloodGate byAddress = gate("messages-per-address", "10/1m");
    assertThat(byAddress.holdsBack("a", HANS, broadcast())).isEmpty();
    assertThat(byAddress.holdsBack("a", new Username("leia"), broadcast())).isPresent();
    assertThat(byAddress.holdsBack("a", HANS, new Command.WhoElse())).isEmpty();
  }

  @Test
  void otherCommandsThatCostMuchCountToo() {
    FloodGate gate = gate("messages-per-account", "120/1m");
    assertThat(gate.holdsBack("a", HANS, passwd())).isEmpty();
    assertThat(gate.holdsBack("a", HANS, passwd())).isPresent();
    for (int i = 0; i < 10; i++) {
      assertThat(gate.holdsBack("a", HANS, new Command.StartPrivate("yoda"))).isEmpty();
      assertThat(gate.holdsBack("a", HANS, new Command.Block("yoda"))).isEmpty();
    }
    assertThat(gate.holdsBack("a", HANS, new Command.Unblock("yoda"))).isPresent();
  }

  private static Command passwd() {
    return new Command.ChangePassword(new Secret("x"), new Secret("y"));
  }

  @Test
  void whatCannotBeANameIsNotRemembered() {
    FloodGate gate = gate("logins-per-account", "1/1m");
    assertThat(gate.holdsBack("a", login("no name"))).isEmpty();
    assertThat(gate.holdsBack("a", login("no name"))).isEmpty();
    assertThat(gate.holdsBack("a", login("n".repeat(10_000)))).isEmpty();
    assertThat(gate.holdsBack("a", login("n".repeat(10_000)))).isEmpty();
  }

  @Test
  void oneNetworkOfTheNewKindIsOneAddress() {
    FloodGate gate = gate("logins-per-address", "1/1m");
    assertThat(gate.holdsBack("2001:db8::1", login("x"))).isEmpty();
    assertThat(gate.holdsBack("2001:db8::2", login("y"))).isPresent();
    assertThat(gate.holdsBack("2001:db8:0:1::1", login("z"))).isEmpty();
  }

  @Test
  void theSecretToResumeIsNotStoppedByWhatOthersTryUnderTheName() {
    // Given
    FloodGate gate = gate("logins-per-account", "1/1m");
    assertThat(gate.holdsBack("a", login("hans"))).isEmpty();
    assertThat(gate.holdsBack("a", login("hans"))).isPresent();

    // Then
    Command resume =
        new Command.Login("hans", new Command.Resume(new Secret("s")), true, Optional.empty());
    assertThat(gate.holdsBack("b", resume)).isEmpty();
  }

  @Test
  void zeroIsNoLimit() {
    FloodGate gate = gate("messages-per-account", "0", "messages-per-address", "0");
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(gate.holdsBack("a", HANS, broadcast()).isPresent()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "logins-per-address, '{\"op\":\"login\",\"id\":1,\"user\":\"x\",\"password\":\"y\"}'",
    "registrations-per-address,"
        + " '{\"op\":\"register\",\"id\":1,\"user\":\"new\",\"password\":\"12345678\"}'",
  })
  void aStrangerIsToldWhenToTryAgainAndTheConnectionGoesOn(String setting, String frame) {
    try (TestGateway gateway = new TestGateway(Map.of(setting, "1/1h"))) {
      // Given
      TestClient client = gateway.client().greeted().say(frame);
      assertThat(client.json().getString("error", "")).isNotEqualTo("rate-limited");

      // When
      JsonObject answer = client.say(frame).json();

      // Then
      assertThat(answer.getString("error")).isEqualTo("rate-limited");
      assertThat(answer.getInteger("retryAfter")).isBetween(3_000, 3_600);
      client.say("{\"op\":\"ping\",\"id\":2}");
      assertThat(client.json().getBoolean("ok")).isTrue();
    }
  }

  @Test
  void whoSendsTooMuchIsToldSoAndNothingOfItIsDelivered() {
    try (TestGateway gateway = new TestGateway(Map.of("messages-per-account", "1/1h"))) {
      // Given
      TestClient yoda = gateway.client().in("yoda");
      TestClient hans = gateway.client().in("hans");
      String frame = "{'op':'broadcast','id':1,'text':'hi'}";
      hans.say(frame);

      // When
      hans.json();
      JsonObject second = hans.say(frame).json();

      // Then
      assertThat(second.getString("error")).isEqualTo("rate-limited");
      assertThat(second.getInteger("retryAfter")).isPositive();
      hans.say("{'op':'ping','id':2}");
      assertThat(hans.json().getBoolean("ok")).isTrue();
      assertThat(yoda).isNotNull();
    }
  }

  @Test
  void whoComesAndGoesTooOftenIsHeldBackBeforeAnybodySeesIt() {
    try (TestGateway gateway = new TestGateway(Map.of("arrivals-per-account", "1/1h"))) {
      // Given
      TestClient first = gateway.client().in("hans");
      first.say("{'op':'logout','id':1}");
      first.json();
      first.isToldGoodbye("logout");

      // When
      TestClient second = gateway.client().greeted();
      second.say("{'op':'login','id':1,'user':'hans','password':'" + FakeServices.PASSWORD + "'}");

      // Then
      assertThat(second.json().getString("error")).isEqualTo("rate-limited");
    }
  }
}
