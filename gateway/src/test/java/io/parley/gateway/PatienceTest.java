// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final int LIMIT = 1_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicLong untaken = new AtomicLong(LIMIT / 2);
  private final AtomicBoolean takes = new AtomicBoolean(true);
  private final AtomicBoolean tooSlow = new AtomicBoolean();

  /** TLS has taken all of it long before the client has. */
  private final OutgoingBatch batch = new OutgoingBatch(Unpooled.EMPTY_BUFFER);

  private final Patience patience =
      new Patience(
          context,
          LIMIT,
          Duration.ofMillis(5),
          () -> Optional.of(batch),
          () -> {
            looks.incrementAndGet();
            return takes.get() ? untaken.decrementAndGet() : untaken.get();
          },
          new Patience.Listener() {
            @Override
            public void tooSlow() {
              tooSlow.set(true);
            }

            @Override
            public void drained() {}
          });

  @AfterEach
  void close() {
    TestGateway.await(vertx.close());
  }

  @Test
  void whoTakesLittleByLittleIsWaitedForAndWhoTakesNothingIsNot() {
    // Given
    context.runOnContext(go -> patience.waits(LIMIT / 2));

    // When
    TestGateway.until(() -> looks.get() > 20);

    // Then
    assertThat(tooSlow).isFalse();
    takes.set(false);
    TestGateway.until(tooSlow::get);
  }

  @Test
  void aClientThatIsOftenBehindIsWatchedOnce() {
    // Given
    AtomicInteger begun = new AtomicInteger();

    // When
    context.runOnContext(go -> {
      for (int i = 0; i < 100; i++) {
        patience.waits(LIMIT / 2);
        patience.allTaken();
      }
      begun.set(looks.get());
    });

    // Then
    TestGateway.until(() -> begun.get() > 0);
    assertThat(begun).hasValue(1);
  }
}
