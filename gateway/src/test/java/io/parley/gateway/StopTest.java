// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.gateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Departure;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
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
  void nobodyComesInAnyMore() {
    await(gateway.stop());
    assertThatThrownBy(gateway::client).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aStoreThatDoesNotAnswerDoesNotHoldItUpForLong() {
    // Given
    gateway.client().in("hans");
    gateway.services.when(
        PresenceRequest.Release.class, q -> io.vertx.core.Promise.promise().future());

    // When
    long start = System.nanoTime();
    await(gateway.stop());

    // Then
    assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
  }
}
