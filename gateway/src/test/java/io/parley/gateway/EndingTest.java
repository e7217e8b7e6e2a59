// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceRequest.Departure;
import io.parley.model.GoodbyeReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndingTest {
  @Test
  void whoLogsOutHasLoggedOut() {
    assertThat(Ending.by(GoodbyeReason.LOGOUT).departure(true)).isEqualTo(Departure.LOGGED_OUT);
  }

  @Test
  void whoLosesTheConnectionMayComeBack() {
    assertThat(Ending.BROKEN.departure(true)).isEqualTo(Departure.BROKEN);
    assertThat(Ending.by(GoodbyeReason.SHUTDOWN).departure(true)).isEqualTo(Departure.BROKEN);
  }

  @Test
  void whoCannotResumeHasGone() {
    assertThat(Ending.BROKEN.departure(false)).isEqualTo(Departure.ENDED);
    assertThat(Ending.by(GoodbyeReason.SHUTDOWN).departure(false)).isEqualTo(Departure.ENDED);
  }

  @ParameterizedTest
  @EnumSource(
      value = GoodbyeReason.class,
      names = {"LOGOUT", "SHUTDOWN"},
      mode = EnumSource.Mode.EXCLUDE)
  void whomTheServerSendsAwayHasGone(GoodbyeReason reason) {
    assertThat(Ending.by(reason).departure(true)).isEqualTo(Departure.ENDED);
  }
}
