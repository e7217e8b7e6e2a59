// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoveriesTest {
  private static final int HANS = 0;
  private static final InetSocketAddress GATEWAY =
      InetSocketAddress.createUnresolved("gateway", 4711);

  private long now = 1;
  private final Recoveries recoveries = new Recoveries(() -> now);

  @Test
  void aWaitLastsFromTheFirstMessageToTheFirstAnswer() {
    // Given
    recoveries.nobodyKilled();
    pass(1);
    recoveries.sending(HANS, GATEWAY);
    long sent = now;

    // When
    pass(2);
    recoveries.sending(HANS, GATEWAY);
    pass(3);
    recoveries.answered(HANS, sent);
    pass(10);
    recoveries.answered(HANS, now);

    // Then
    assertThat(printed()).contains("nobody  1, median 5.00 s, longest 5.00 s");
  }

  @Test
  void anAnswerToWhatWasSentBeforeDoesNotEndIt() {
    // Given
    long before = now;
    pass(1);
    recoveries.nobodyKilled();
    recoveries.sending(HANS, GATEWAY);

    // When
    pass(1);
    recoveries.answered(HANS, before);

    // Then
    assertThat(printed()).doesNotContain("nobody");
  }

  @Test
  void theTimesInWhichAUserIsAwayAreLeftOut() {
    // Given
    recoveries.nobodyKilled();
    recoveries.sending(HANS, GATEWAY);
    pass(1);

    // When
    long left = now;
    pass(4);
    recoveries.wasAwaySince(HANS, left);
    pass(1);
    recoveries.answered(HANS, now);

    // Then
    assertThat(printed()).contains("longest 2.00 s");
  }

  @Test
  void whoStillWaitsAtTheNextFaultIsToldApart() {
    // Given
    recoveries.nobodyKilled();
    recoveries.sending(HANS, GATEWAY);

    // When
    pass(7);
    recoveries.over();

    // Then
    assertThat(printed().lines().toList().getLast())
        .contains("nobody  1, median 7.00 s, longest 7.00 s");
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private String printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    recoveries.print(new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
