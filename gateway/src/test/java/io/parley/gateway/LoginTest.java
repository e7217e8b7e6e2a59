// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.FakeServices.refused;
import static io.parley.gateway.TestGateway.await;
import static io.parley.gateway.TestGateway.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest;
import io.parley.bus.PresenceEvent;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTest {
  private static final Username HANS = new Username("hans");
  private static final String LOGIN =
      "{'op':'login','id':1,'user':'hans','password':'falcon*solo'}";

  private static final String RESUME = "{'op':'login','id':1,'user':'hans','resume':'abc'}";

  /** No longer does a refusal wait for presence; a machine that stands still proves nothing. */
  private static final long REVERTING_NANOS = Duration.ofSeconds(2).toNanos();

  private final TestGateway gateway = new TestGateway();
  private final FakeServices services = gateway.services;

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void theFirstLineIsTheServers() {
    assertThat(gateway.client().line()).startsWith("PARLEY/1 1.2.3 ").contains("login");
  }

  @Test
  void theAnswerToALoginSaysAllThatTheClientNeeds() {
    // Given
    Instant before = Instant.parse("2026-01-02T03:04:05.678Z");
    services.when(
        PresenceRequest.Claim.class,
        q -> Future.succeededFuture(new PresenceRequest.Claimed(Optional.of(before), List.of())));
    TestClient client = gateway.client().greeted();

    // When
    client.say(LOGIN);

    // Then
    JsonObject answer = client.json();
    String secret = answer.getString("resume");
    assertThat(answer)
        .isEqualTo(
            new JsonObject()
                .put("re", 1)
                .put("ok", true)
                .put("user", "hans")
                .put("timeout", 3600)
                .put("pending", 0)
                .put("lastLogin", "2026-01-02T03:04:05.678Z")
                .put("resume", secret));
    assertThat(secret).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void onlyTheHashOfTheSecretLeavesTheGateway() {
    // Given
    TestClient client = gateway.client().greeted();

    // When
    client.say(LOGIN);
    String secret = client.json().getString("resume");

    // Then
    PresenceRequest.Claim claim = services.asked(PresenceRequest.Claim.class).get(0);
    assertThat(claim.resumeHash())
        .hasValueSatisfying(hash -> assertThat(hash).matches("[0-9a-f]{64}"));
    assertThat(services.questions.toString()).doesNotContain(secret);
  }

  @Test
  void aSessionIsResumedByItsSecretInsteadOfThePassword() {
    // Given
    TestClient client = gateway.client().greeted();

    // When
    client.say("{'op':'login','id':1,'user':'hans','resume':'abc'}");

    // Then
    assertThat(client.json().getString("resume")).isNotEqualTo("abc");
    assertThat(services.asked(AuthRequest.Authenticate.class)).isEmpty();
    PresenceRequest.Resume resume = services.asked(PresenceRequest.Resume.class).get(0);
    assertThat(resume.presentedHash())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(resume.freshHash()).hasSize(64).isNotEqualTo(resume.presentedHash());
  }

  @Test
  void aPersonGetsNoSecret() {
    // Given
    TestClient client = gateway.client().greeted();

    // When
    client.say("login hans falcon*solo");

    // Then
    assertThat(client.line()).isEqualTo("Welcome, hans!");
    assertThat(services.asked(PresenceRequest.Claim.class).get(0).resumeHash()).isEmpty();
  }

  @Test
  void theAnswerToALoginComesBeforeAnyEvent() {
    // Given: everything happens while the claim is under way
    services.when(
        PresenceRequest.Claim.class,
        claim -> {
          Future<?> claimed = services.asUsual(claim);
          gateway.bus.publish(
              new PresenceEvent.Joined(new Username("yoda"), Instant.now(), Set.of()));
          gateway.bus.ask(
              new GatewayRequest.Deliver(
                  claim.session(), Messages.message("luke", "hans", "m1"), 1, false));
          Promise<Object> later = Promise.promise();
          gateway.vertx.setTimer(50, fired -> later.complete(claimed.result()));
          return later.future();
        });
    services.keep(Messages.message("luke", "hans", "m0"));
    TestClient client = gateway.client().greeted();

    // When
    client.say(LOGIN);

    // Then
    JsonObject answer = client.json();
    assertThat(answer.getBoolean("ok")).isTrue();
    assertThat(answer.getInteger("pending")).isEqualTo(1);
    JsonObject presence = client.json();
    assertThat(presence.getString("ev")).isEqualTo("presence");
    assertThat(presence.getString("user")).isEqualTo("yoda");
    assertThat(client.json().getString("mid")).isEqualTo("m0");
    assertThat(client.json().getString("mid")).isEqualTo("m1");
  }

  @Test
  void commandsBeforeALoginAreRefused() {
    TestClient client = gateway.client().greeted();
    List.of(
            "{'op':'message','id':1,'to':'yoda','text':'hi'}",
            "{'op':'broadcast','id':1,'text':'hi'}",
            "{'op':'whoelse','id':1}",
            "{'op':'whoelsesince','id':1,'seconds':5}",
            "{'op':'block','id':1,'user':'yoda'}",
            "{'op':'unblock','id':1,'user':'yoda'}",
            "{'op':'blocked','id':1}",
            "{'op':'startprivate','id':1,'user':'yoda'}",
            "{'op':'consent','id':1,'token':'t','accept':true}",
            "{'op':'passwd','id':1,'old':'o','new':'n'}",
            "{'op':'active','id':1}",
            "{'op':'logout','id':1}")
        .forEach(command -> client.isRefused(command, "not-logged-in"));
    assertThat(services.questions).isEmpty();
  }

  @Test
  void aPingNeedsNoLogin() {
    TestClient client = gateway.client().greeted().say("{'op':'ping','id':'p'}");
    JsonObject pong = client.json();
    assertThat(pong.getString("re")).isEqualTo("p");
    assertThat(pong.getString("at")).matches("....-..-..T..:..:..\\....Z");
  }

  @Test
  void anAcknowledgementIsNeverAnswered() {
    TestClient client = gateway.client().greeted();
    client.say("{'op':'ack','id':1,'mid':'m'}", "{'op':'ping','id':2}");
    assertThat(client.json().getInteger("re")).isEqualTo(2);
  }

  @Test
  void oneLoginIsEnough() {
    TestClient client = gateway.client().in("hans");
    client.isRefused(LOGIN, "already-logged-in");
    client.isRefused("{'op':'register','user':'yoda','password':'12345678'}", "already-logged-in");
  }

  @Test
  void aWrongPasswordAndAnImpossibleNameAreRefusedAlike() {
    TestClient client = gateway.client().greeted();
    client.isRefused("{'op':'login','user':'hans','password':'x'}", "bad-credentials");
    client.isRefused("{'op':'login','user':'h ns','password':'x'}", "bad-credentials");
    client.isRefused("{'op':'login','user':'','password':'x'}", "bad-credentials");
  }

  @Test
  void afterARefusedLoginTheNextCanSucceed() {
    TestClient client = gateway.client().greeted();
    client.isRefused("{'op':'login','user':'hans','password':'x'}", "bad-credentials");
    client.say(LOGIN);
    assertThat(client.json().getBoolean("ok")).isTrue();
  }

  @Test
  void afterLockedTheConnectionCloses() {
    // Given
    services.when(
        AuthRequest.Authenticate.class,
        q ->
            Future.failedFuture(
                new RequestRefused(FailureCode.LOCKED, "", Duration.ofMillis(41_200))));
    TestClient client = gateway.client().greeted();

    // When: more is sent ahead
    client.say(LOGIN, LOGIN, LOGIN);

    // Then
    JsonObject answer = client.json();
    assertThat(answer.getString("error")).isEqualTo("locked");
    assertThat(answer.getInteger("retryAfter")).isEqualTo(42);
    client.isToldGoodbye("locked");
    assertThat(services.asked(AuthRequest.Authenticate.class)).hasSize(1);
  }

  @Test
  void whoIsOnlineCannotLogInAgainAndIsNotDisturbed() {
    // Given
    TestClient first = gateway.client().in("hans");
    TestClient second = gateway.client().greeted();

    // When
    second.isRefused(LOGIN, "user-online");
    second.close();

    // Then
    first.say("{'op':'ping','id':1}");
    assertThat(first.json().getInteger("re")).isEqualTo(1);
    assertThat(services.asked(PresenceRequest.Release.class)).isEmpty();
  }

  @Test
  void aReplacedSessionIsToldSoAndPresenceHearsNothingOfIt() {
    // Given
    TestClient client = gateway.client().in("hans");

    // When
    Done done =
        await(
            gateway.bus.ask(
                new GatewayRequest.End(services.online.get(HANS), GoodbyeReason.REPLACED)));

    // Then
    assertThat(done).isEqualTo(Done.DONE);
    client.isToldGoodbye("replaced");
    assertThat(services.asked(PresenceRequest.Release.class)).isEmpty();
  }

  @Test
  void aLoginThatFailsAfterItsClaimIsReleased() {
    // Given
    services.refuse(MessagingRequest.Collect.class, FailureCode.UNAVAILABLE);
    TestClient client = gateway.client().greeted();

    // When
    client.isRefused(LOGIN, "unavailable");

    // Then
    until(() -> !services.asked(PresenceRequest.Release.class).isEmpty());
    assertThat(services.asked(PresenceRequest.Release.class).get(0).departure())
        .isEqualTo(Departure.ENDED);
  }

  @Test
  void aClaimWhoseFateIsUnknownIsReleased() {
    // Given
    services.refuse(PresenceRequest.Claim.class, FailureCode.UNAVAILABLE);
    TestClient client = gateway.client().greeted();

    // When
    client.isRefused(LOGIN, "unavailable");

    // Then
    until(() -> services.asked(PresenceRequest.Release.class).size() == 1);
  }

  @Test
  void aResumptionThatFailsIsRevertedBeforeTheClientHearsOfIt() throws IOException {
    // Given
    services.refuse(MessagingRequest.Collect.class, FailureCode.UNAVAILABLE);
    Promise<Done> reverted = Promise.promise();
    services.when(PresenceRequest.Revert.class, q -> reverted.future());
    TestClient client = gateway.client().greeted();
    long start = System.nanoTime();
    client.say(RESUME);
    until(() -> services.asked(PresenceRequest.Revert.class).size() == 1);

    // When
    gateway.client().greeted().say("{'op':'ping','id':1}").json();
    boolean hasHeard = client.socket.getInputStream().available() > 0;
    long waited = System.nanoTime() - start;
    reverted.complete(Done.DONE);

    // Then
    assertThat(hasHeard && waited < REVERTING_NANOS).isFalse();
    JsonObject answer = client.json();
    assertThat(answer.getString("error")).as(answer.encode()).isEqualTo("unavailable");
    assertThat(services.asked(PresenceRequest.Revert.class))
        .extracting(PresenceRequest.Revert::presentedHash)
        .containsExactly(services.asked(PresenceRequest.Resume.class).get(0).presentedHash());
    assertThat(services.asked(PresenceRequest.Release.class)).isEmpty();
  }

  @Test
  void aPresenceThatDoesNotAnswerHoldsNoRefusalBack() {
    // Given
    services.refuse(MessagingRequest.Collect.class, FailureCode.UNAVAILABLE);
    services.when(PresenceRequest.Revert.class, q -> Promise.promise().future());
    TestClient client = gateway.client().greeted();

    // When, then: and the connection goes on
    client.isRefused(RESUME, "unavailable");
    assertThat(client.say("{'op':'ping','id':2}").json().getInteger("re")).isEqualTo(2);
  }

  @Test
  void aResumptionWhoseFateIsUnknownIsReverted() {
    // Given
    services.refuse(PresenceRequest.Resume.class, FailureCode.UNAVAILABLE);
    TestClient client = gateway.client().greeted();

    // When
    client.isRefused(RESUME, "unavailable");

    // Then
    assertThat(services.asked(PresenceRequest.Revert.class)).hasSize(1);
  }

  @Test
  void aResumptionThatIsRefusedChangesNothing() {
    // Given
    services.refuse(PresenceRequest.Resume.class, FailureCode.BAD_CREDENTIALS);
    TestClient client = gateway.client().greeted();

    // When
    client.isRefused(RESUME, "bad-credentials");

    // Then
    client.isRefused(RESUME, "bad-credentials");
    assertThat(services.asked(PresenceRequest.Revert.class)).isEmpty();
    assertThat(services.asked(PresenceRequest.Release.class)).isEmpty();
  }

  @Test
  void whoBreaksOffWhileItResumesCanUseItsSecretAgain() {
    // Given
    Promise<Object> later = Promise.promise();
    services.when(
        PresenceRequest.Resume.class,
        q -> {
          Future<?> claimed = services.asUsual(q);
          return later.future().map(go -> claimed.result());
        });
    TestClient client = gateway.client().greeted().say(RESUME);
    until(() -> !services.asked(PresenceRequest.Resume.class).isEmpty());

    // When
    client.breaks();
    whenTheServerHasSeen(client);
    later.complete("go");

    // Then: both before and after it was granted
    until(() -> services.asked(PresenceRequest.Revert.class).size() == 2);
    assertThat(services.asked(PresenceRequest.Release.class)).isEmpty();
    until(services.online::isEmpty);
  }

  @Test
  void whoBreaksOffWhileThePasswordIsHashedNeverComesOnline() {
    // Given
    Promise<Done> proof = Promise.promise();
    services.when(AuthRequest.Authenticate.class, q -> proof.future());
    TestClient client = gateway.client().greeted().say(LOGIN);
    until(() -> !services.asked(AuthRequest.Authenticate.class).isEmpty());

    // When
    client.breaks();
    whenTheServerHasSeen(client);
    proof.complete(Done.DONE);

    // Then
    TestClient other = gateway.client().in("yoda");
    other.say("{'op':'ping','id':1}").json();
    assertThat(services.online).containsOnlyKeys(new Username("yoda"));
  }

  @Test
  void whoBreaksOffWhileTheNameIsClaimedIsReleased() {
    // Given
    Promise<Object> later = Promise.promise();
    services.when(
        PresenceRequest.Claim.class,
        q -> {
          Future<?> claimed = services.asUsual(q);
          return later.future().map(go -> claimed.result());
        });
    TestClient client = gateway.client().greeted().say(LOGIN);
    until(() -> !services.asked(PresenceRequest.Claim.class).isEmpty());

    // When
    client.breaks();
    whenTheServerHasSeen(client);
    later.complete("go");

    // Then
    until(() -> services.asked(PresenceRequest.Release.class).size() == 1);
    until(services.online::isEmpty);
  }

  @Test
  void aLoginUnderWayWhenTheServerStopsIsToldSo() {
    // Given
    Promise<Done> proof = Promise.promise();
    services.when(AuthRequest.Authenticate.class, q -> proof.future());
    TestClient client = gateway.client().greeted().say(LOGIN);
    until(() -> !services.asked(AuthRequest.Authenticate.class).isEmpty());

    // When
    Future<Void> stopped = gateway.stop();

    // Then
    JsonObject answer = client.json();
    assertThat(answer.getString("error")).isEqualTo("shutting-down");
    client.isToldGoodbye("shutdown");
    client.close();
    await(stopped);
  }

  @Test
  void aFailureThatNobodyForesawIsUnavailable() {
    services.when(AuthRequest.Authenticate.class, q -> refused(FailureCode.UNAVAILABLE));
    gateway.client().greeted().isRefused(LOGIN, "unavailable");
  }

  @Test
  void registeringMakesNoSession() {
    TestClient client = gateway.client().greeted();
    client.say("{'op':'register','id':1,'user':'yoda','password':'12345678'}");
    assertThat(client.json()).isEqualTo(new JsonObject().put("re", 1).put("ok", true));
    client.isRefused("{'op':'whoelse'}", "not-logged-in");
  }

  /**
   * The gateway works off one event after another: when it hears this, it has heard of the break.
   */
  private void whenTheServerHasSeen(TestClient broken) {
    assertThat(broken.socket.isClosed()).isTrue();
    gateway.client().greeted().say("{'op':'ping','id':1}").json();
  }
}
