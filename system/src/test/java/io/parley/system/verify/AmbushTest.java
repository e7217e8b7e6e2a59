// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmbushTest {
  private static final boolean STORED = true;
  private static final boolean DELIVERED = false;

  private final Ambush ambush = new Ambush();

  @Test
  void nothingSpringsAnAmbushThatIsNotLaid() {
    // When
    boolean sprung = ambush.isSprungBy(1, STORED);

    // Then
    assertThat(sprung).isFalse();
    assertThat(ambush.isOver()).isTrue();
  }

  @Test
  void anyPromiseSpringsItOnce() {
    // Given
    ambush.layForAnyPromise();

    // When
    boolean first = ambush.isSprungBy(1, DELIVERED);
    boolean second = ambush.isSprungBy(2, STORED);

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(ambush.end()).as("was sprung").isTrue();
  }

  @Test
  void oneParticipantWritesTheBurst() {
    // Given
    ambush.layInABurst(0);

    // When
    boolean first = ambush.wantsBurstOf(1);
    boolean second = ambush.wantsBurstOf(2);

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
  }

  @Test
  void onlyStoredAnswersToTheWriterOfTheBurstCount() {
    // Given
    ambush.layInABurst(1);
    boolean before = ambush.isSprungBy(1, STORED);
    ambush.wantsBurstOf(1);

    // When
    boolean delivered = ambush.isSprungBy(1, DELIVERED);
    boolean another = ambush.isSprungBy(2, STORED);
    boolean firstStored = ambush.isSprungBy(1, STORED);
    boolean secondStored = ambush.isSprungBy(1, STORED);

    // Then
    assertThat(before).as("before the burst").isFalse();
    assertThat(delivered).isFalse();
    assertThat(another).isFalse();
    assertThat(firstStored).as("the one that may pass").isFalse();
    assertThat(secondStored).isTrue();
  }

  @Test
  void anAmbushThatIsGivenUpWasNotSprung() {
    // Given
    ambush.layInABurst(0);

    // When
    boolean sprung = ambush.end();

    // Then
    assertThat(sprung).isFalse();
    assertThat(ambush.wantsBurstOf(1)).isFalse();
  }
}
