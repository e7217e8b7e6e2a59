// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Blocked;
import io.parley.bus.PresenceRequest.Unblock;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BlockingTest {
  private static final Username NOBODY = new Username("nobody");

  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void whomAUserHasBlockedIsListedInOrder() {
    // Given
    presence.ask(new Block(YODA, LUKE, Optional.empty()));
    // When
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // Then
    assertThat(presence.ask(new Blocked(YODA)).users()).containsExactly(HAN, LUKE);
    assertThat(presence.ask(new Blocked(HAN)).users()).isEmpty();
  }

  @Test
  void aBlockEndsWhenItIsTakenBack() {
    // Given
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // When
    presence.ask(new Unblock(YODA, HAN, Optional.empty()));
    // Then
    assertThat(presence.ask(new Blocked(YODA)).users()).isEmpty();
  }

  @Test
  void eachMistakeHasItsOwnRefusal() {
    // Given
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // When
    FailureCode self = presence.refusalOf(new Block(YODA, YODA, Optional.empty()));
    FailureCode unknown = presence.refusalOf(new Block(YODA, NOBODY, Optional.empty()));
    FailureCode twice = presence.refusalOf(new Block(YODA, HAN, Optional.empty()));
    FailureCode selfBack = presence.refusalOf(new Unblock(YODA, YODA, Optional.empty()));
    FailureCode unknownBack = presence.refusalOf(new Unblock(YODA, NOBODY, Optional.empty()));
    FailureCode never = presence.refusalOf(new Unblock(YODA, LUKE, Optional.empty()));
    // Then
    assertThat(self).isEqualTo(FailureCode.SELF);
    assertThat(unknown).isEqualTo(FailureCode.NO_SUCH_USER);
    assertThat(twice).isEqualTo(FailureCode.ALREADY_BLOCKED);
    assertThat(selfBack).isEqualTo(FailureCode.SELF);
    assertThat(unknownBack).isEqualTo(FailureCode.NO_SUCH_USER);
    assertThat(never).isEqualTo(FailureCode.NOT_BLOCKED);
  }

  @Test
  void aBlockThatCannotBeKeptIsNotConfirmed() {
    // Given
    presence.trouble.breakDown(true);
    // When
    FailureCode refusal = presence.refusalOf(new Block(YODA, HAN, Optional.empty()));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
  }
}
