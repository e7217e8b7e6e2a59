// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.TestGateway.await;
import static io.parley.gateway.TestGateway.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.AuthRequest;
import io.parley.bus.MessagingRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopTest {
  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void allAreToldAndReleasedBeforeItHasStopped() {
    // Given
    TestClient hans = gateway.client().in("hans");
    TestClient yoda = gateway.client().greeted().say("login yoda falcon*solo");
    yoda.line();
    TestClient stranger = gateway.client().greeted();

    // When
    Future<Void> stopped = gateway.stop();

    // Then
    hans.isToldGoodbye("shutdown");
    assertThat(yoda.line()).isEqualTo("* goodbye: shutdown");
    yoda.isAtEnd();
    stranger.isToldGoodbye("shutdown");
    await(stopped);
    assertThat(gateway.services.online).isEmpty();
    assertThat(gateway.services.asked(PresenceRequest.Release.class))
        .extracting(release -> release.user() + " " + release.departure())
        .containsExactlyInAnyOrder("hans " + Departure.BROKEN, "yoda " + Departure.ENDED);
  }

  @Test
  void whoHasResumedWhenItStopsIsGivenTheNextSecret() {
    // Given: presence has granted it, and so the secret that the client has is used up
    Promise<PresenceRequest.Claimed> granted = Promise.promise();
    gateway.services.when(PresenceRequest.Resume.class, q -> granted.future());
    gateway.services.keep(Messages.message("yoda", "hans", "for-later"));
    TestClient hans = gateway.client().greeted();
    hans.say(
        "{'op':'login','id':1,'user':'hans','resume':'abc'}",
        "{'op':'message','id':2,'to':'yoda','text':'not any more'}");
    until(() -> !gateway.services.asked(PresenceRequest.Resume.class).isEmpty());

    // When: all are sent away at once
    TestClient stranger = gateway.client().greeted();
    Future<Void> stopped = gateway.stop();
    stranger.isToldGoodbye("shutdown");
    gateway.vertx.runOnContext(
        now -> granted.complete(new PresenceRequest.Claimed(Optional.empty(), List.of())));

    // Then: nothing else is begun
    JsonObject answer = hans.json();
    assertThat(answer.getBoolean("ok")).as(answer.encode()).isTrue();
    assertThat(answer.getString("resume")).isNotBlank();
    hans.isToldGoodbye("shutdown");
    assertThat(gateway.services.asked(MessagingRequest.Send.class)).isEmpty();
    await(stopped);
    assertThat(gateway.services.asked(PresenceRequest.Release.class))
        .extracting(release -> release.user() + " " + release.departure())
        .containsExactly("hans " + Departure.BROKEN);
  }

  @Test
  void whoIsStillProvingWhoItIsWhenItStopsGoesElsewhere() {
    // Given
    gateway.services.when(AuthRequest.Authenticate.class, q -> Promise.promise().future());
    TestClient hans = gateway.client().greeted();
    hans.say("{'op':'login','id':1,'user':'hans','password':'falcon*solo'}");
    until(() -> !gateway.services.asked(AuthRequest.Authenticate.class).isEmpty());

    // When
    Future<Void> stopped = gateway.stop();

    // Then
    assertThat(hans.json().getString("error")).isEqualTo("shutting-down");
    hans.isToldGoodbye("shutdown");
    await(stopped);
  }

  @Test
  void aLoginThatPresenceDoesNotAnswerDoesNotHoldItUp() {
    // Given
    gateway.services.when(PresenceRequest.Claim.class, q -> Promise.promise().future());
    TestClient hans = gateway.client().greeted();
    hans.say("{'op':'login','id':1,'user':'hans','password':'falcon*solo'}");
    until(() -> !gateway.services.asked(PresenceRequest.Claim.class).isEmpty());

    // When
    Future<Void> stopped = gateway.stop();

    // Then
    assertThat(hans.json().getString("error")).isEqualTo("shutting-down");
    hans.isToldGoodbye("shutdown");
    await(stopped);
  }

  @Test
  void nobodyComesInAnyMore() {
    await(gateway.stop());
    assertThatThrownBy(gateway::client).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aPresenceThatDoesNotAnswerDoesNotHoldItUp() {
    // Given
    gateway.client().in("hans");
    gateway.services.when(PresenceRequest.Release.class, q -> Promise.promise().future());

    // When, then
    await(gateway.stop());
  }
}
