// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static io.parley.bus.Succession.Verdict.BEHIND_A_REFUSAL;
import static io.parley.bus.Succession.Verdict.IN_TURN;
import static io.parley.bus.Succession.Verdict.OUT_OF_TURN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SuccessionTest {
  private static final Succession.Line LINE = new Succession.Line("asker", "line");

  private final AtomicLong nanos = new AtomicLong();
  private final Succession succession = new Succession(nanos::get);

  @Test
  void theNextOfARunIsAnsweredAndNoOther() {
    assertThat(judge(1, 1)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(1, 0)).isEqualTo(IN_TURN);
    assertThat(judge(1, 2)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(1, 1)).isEqualTo(IN_TURN);
    assertThat(judge(1, 1)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(1, 2)).isEqualTo(IN_TURN);
  }

  @Test
  void aNewRunBeginsAndTheOldOneIsOver() {
    judge(1, 0);

    assertThat(judge(2, 1)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(2, 0)).isEqualTo(IN_TURN);
    assertThat(judge(1, 1)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(1, 0)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(2, 1)).isEqualTo(IN_TURN);
  }

  @Test
  void whatComesBehindARefusalIsRefusedUntilARunBegins() {
    judge(1, 0);
    judge(1, 1);
    succession.refused(LINE, new Turn(1, 0));

    assertThat(judge(1, 3)).isEqualTo(OUT_OF_TURN);
    assertThat(judge(1, 2)).isEqualTo(BEHIND_A_REFUSAL);
    assertThat(judge(1, 3)).isEqualTo(BEHIND_A_REFUSAL);
    assertThat(judge(2, 0)).isEqualTo(IN_TURN);
    succession.refused(LINE, new Turn(1, 2));
    assertThat(judge(2, 1)).isEqualTo(IN_TURN);
  }

  @Test
  void aRefusalThatMustHaveBeenHeardHoldsNothingBack() {
    judge(1, 0);
    succession.refused(LINE, new Turn(1, 0));
    assertThat(judge(1, 1)).isEqualTo(BEHIND_A_REFUSAL);

    nanos.addAndGet(Duration.ofSeconds(13).toNanos());

    assertThat(judge(1, 2)).isEqualTo(IN_TURN);
  }

  @Test
  void linesAndAskersDoNotWaitForEachOther() {
    assertThat(judge(1, 0)).isEqualTo(IN_TURN);

    Turn first = new Turn(1, 0);
    assertThat(succession.judge(new Succession.Line("asker", "other"), first)).isEqualTo(IN_TURN);
    assertThat(succession.judge(new Succession.Line("other", "line"), first)).isEqualTo(IN_TURN);
    assertThat(judge(1, 1)).isEqualTo(IN_TURN);
  }

  private Succession.Verdict judge(long run, long number) {
    return succession.judge(LINE, new Turn(run, number));
  }
}
