// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.client.JsonLink;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollsTest {
  private static final int HANS = 0;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Report report = new Report();
  private Instant now = START;
  private final Rolls rolls = new Rolls(report, () -> now);

  RollsTest() {
    rolls.rolling(true);
    rolls.isBack(HANS);
  }

  @Test
  void nobodySeesALeavingIsFine() {
    // Given
    at(10);
    rolls.sentAway(HANS, START.plusSeconds(9));

    // When
    at(12);
    rolls.isBack(HANS);

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whoIsSeenToLeaveBeforeItIsBackFlickers() {
    // Given
    at(10);
    rolls.sentAway(HANS, START.plusSeconds(9));

    // When
    told(11);
    at(12);
    rolls.isBack(HANS);

    // Then
    assertThat(flickers()).isOne();
  }

  @Test
  void whoIsSeenToLeaveAfterItIsBackFlickers() {
    // Given
    isSentAwayAndBack();

    // When
    told(14);

    // Then
    assertThat(flickers()).isOne();
  }

  @Test
  void whoReadsLateThatItWasSentAwayIsRightlySeenToLeave() {
    // Given: sent away in the seconds in which it did not read
    at(10);
    rolls.sentAway(HANS, START.plusSeconds(6));

    // When
    at(12);
    rolls.isBack(HANS);
    told(11);

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whoWasSentAwayLongAgoAndIsCutOffIsRightlySeenToLeave() {
    // Given
    isSentAwayAndBack();

    // When
    at(20);
    rolls.isCutOff(HANS, START.plusSeconds(19));
    told(25);

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whatFollowsAnotherFaultIsNotTheRollsDoing() {
    // Given
    isSentAwayAndBack();

    // When
    at(20);
    rolls.over();
    told(25);

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whoLearnsAfterTheOthersThatItWasCutOffIsRightlySeenToLeave() {
    // Given
    isSentAwayAndBack();

    // When: it was too slow, and so did not read that at once
    told(21);
    at(22);
    rolls.isCutOff(HANS, START.plusSeconds(19));

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void theEndOfTheConnectionOfWhoWasSentAwayChangesNothing() {
    // Given
    at(10);
    rolls.sentAway(HANS, START.plusSeconds(9));
    rolls.isCutOff(HANS, START.plusSeconds(9));
    at(12);
    rolls.isBack(HANS);

    // When
    told(14);

    // Then
    assertThat(flickers()).isOne();
  }

  @Test
  void whoLeavesByItselfIsRightlySeenToLeave() {
    // Given
    isSentAwayAndBack();

    // When
    at(20);
    rolls.leaves(HANS, START.plusSeconds(20));
    told(20);

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whoLeavesASessionThatHasEndedUnreadIsRightlySeenToLeave() {
    // Given
    isSentAwayAndBack();

    // When: it was too slow, and leaves before it has read so
    told(21);
    at(22);
    rolls.leaves(HANS, START.plusSeconds(19));

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whoseSessionHasEndedUnreadBeforeAnotherFaultIsRightlySeenToLeave() {
    // Given
    isSentAwayAndBack();

    // When
    told(21);
    at(22);
    rolls.over();
    at(24);
    rolls.isCutOff(HANS, START.plusSeconds(19));

    // Then
    assertThat(flickers()).isZero();
  }

  @Test
  void whoIsSeenToLeaveBeforeAnotherFaultFlickers() {
    // Given
    isSentAwayAndBack();

    // When
    told(14);
    at(20);
    rolls.over();

    // Then
    assertThat(flickers()).isOne();
  }

  /** In time: nobody may see it leave. */
  private void isSentAwayAndBack() {
    at(10);
    rolls.sentAway(HANS, START.plusSeconds(9));
    at(12);
    rolls.isBack(HANS);
  }

  private void at(int second) {
    now = START.plusSeconds(second);
  }

  private void told(int second) {
    rolls.told(
        JsonLink.frame("presence")
            .put("user", Member.nameOf(HANS))
            .put("online", false)
            .put("at", START.plusSeconds(second).toString()));
  }

  private long flickers() {
    at(60);
    rolls.leaves(HANS, now);
    return report.of(Breach.FLICKERED);
  }
}
