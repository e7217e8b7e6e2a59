// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalCodecTest {
  private static final RefusalCodec CODEC = RefusalCodec.INSTANCE;

  @ParameterizedTest
  @EnumSource
  void everyCodeArrivesWithItsDetailAndItsTime(FailureCode code) {
    // Given
    RequestRefused sent = new RequestRefused(code, "größer als 4 €", Duration.ofMillis(1_500));

    // When
    RequestRefused arrived = sentOver(sent);

    // Then
    assertThat(arrived.code()).isEqualTo(code);
    assertThat(arrived.getMessage()).isEqualTo("größer als 4 €");
    assertThat(arrived.retryAfter()).contains(Duration.ofMillis(1_500));
  }

  @Test
  void whereWaitingDoesNotHelpNoTimeArrives() {
    RequestRefused arrived = sentOver(new RequestRefused(FailureCode.SELF, "self"));

    assertThat(arrived.retryAfter()).isEqualTo(Optional.empty());
  }

  @Test
  void aCodeOfANewerVersionIsSomethingThatDidNotWorkThisTime() {
    // Given
    byte[] word = "out-of-cheese".getBytes(StandardCharsets.US_ASCII);
    Buffer wire =
        Buffer.buffer().appendInt(word.length).appendBytes(word).appendLong(0).appendInt(0);

    // When
    RequestRefused arrived = CODEC.decodeFromWire(0, wire);

    // Then
    assertThat(arrived.code()).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void aRefusalIsAnAnswerAndCostsNoStackTrace() {
    assertThat(new RequestRefused(FailureCode.LOCKED, "locked").getStackTrace()).isEmpty();
  }

  private static RequestRefused sentOver(RequestRefused refusal) {
    Buffer wire = Buffer.buffer("before");
    int position = wire.length();
    CODEC.encodeToWire(wire, refusal);
    return CODEC.decodeFromWire(position, wire);
  }
}
