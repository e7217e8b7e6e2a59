// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventLoopPulseTest {
  private static final Duration NOTICEABLE = Duration.ofMillis(600);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
  private final Metrics metrics = new Metrics();
  private final EventLoopPulse pulse = EventLoopPulse.of(vertx, metrics);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    release.countDown();
    pulse.stop();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aLoopThatHangsIsSilentAndTheOthersDoNotHideIt() throws Exception {
    // Given
    until(() -> pulse.silence().compareTo(NOTICEABLE) < 0);
    // When
    hangOneLoop();
    // Then
    until(() -> pulse.silence().compareTo(NOTICEABLE) > 0);
    release.countDown();
    until(() -> pulse.silence().compareTo(NOTICEABLE) < 0);
  }

  @Test
  void howLateALoopWasIsToldAfterwards() throws Exception {
    // Given
    hangOneLoop();
    until(() -> pulse.silence().compareTo(NOTICEABLE) > 0);
    // When
    release.countDown();
    // Then: late by what is over its period of a quarter of a second
    until(() -> worst() > 0.3);
  }

  private void hangOneLoop() {
    vertx.runOnContext(start -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private double worst() {
    return metrics.allGauges().entrySet().stream()
        .filter(gauge -> gauge.getKey().name().equals("parley.event.loop.lag.max.seconds"))
        .mapToDouble(gauge -> gauge.getValue().getAsDouble())
        .findFirst()
        .orElseThrow();
  }

  private static void until(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }
}
