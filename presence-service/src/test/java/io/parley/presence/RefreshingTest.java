// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.GATEWAY;
import static io.parley.presence.PresenceUnderTest.GRACE;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.GatewayRequest.End;
import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Held;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Refresh;
import io.parley.bus.PresenceRequest.Refreshed;
import io.parley.bus.PresenceRequest.Restore;
import io.parley.bus.PresenceRequest.Restored;
import io.parley.bus.PresenceRequest.Route;
import io.parley.model.GoodbyeReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefreshingTest {
  private static final Refreshed ALL_IS_WELL = new Refreshed(List.of(), List.of());

  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void whatIsAsPresenceKnowsItIsLeftAlone() {
    // Given
    presence.login(YODA, 1);
    presence.login(LUKE, 2);
    // When
    Refreshed answer = refresh(new Held(YODA, 1), new Held(LUKE, 2));
    // Then
    assertThat(answer).isEqualTo(ALL_IS_WELL);
  }

  @Test
  void aSessionThatTheRosterForgotIsLostAndCanBeRestoredUnnoticed() {
    // Given
    presence.login(YODA, 1);
    await(presence.roster().compose(roster -> roster.release(YODA, session(1))));
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    // When
    Refreshed answer = refresh(new Held(YODA, 1));
    Restored restored = presence.ask(new Restore(YODA, session(1)));
    // Then
    assertThat(answer).isEqualTo(new Refreshed(List.of(), List.of(1L)));
    assertThat(restored).isEqualTo(new Restored(true));
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(1)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    assertThat(refresh(new Held(YODA, 1))).isEqualTo(ALL_IS_WELL);
  }

  /** As the other half of a cluster does, to which its gateway is dead. */
  @Test
  void aSessionThatWasTakenForDeadGoesOnAndItsRealEndIsNotedAndTold() {
    // Given
    presence.login(YODA, 1);
    await(presence.lastSessions.close(Map.of(YODA, session(1)), presence.time.instant()));
    await(presence.lastSessions.hide(YODA, session(1)));
    // When
    Refreshed answer = refresh(new Held(YODA, 1));
    presence.ask(new Restore(YODA, session(1)));
    presence.time.pass(GRACE);
    presence.release(YODA, 1, Departure.LOGGED_OUT);
    // Then
    assertThat(answer).isEqualTo(new Refreshed(List.of(), List.of(1L)));
    assertThat(presence.toldOf(YODA)).containsExactly("came", "came", "went");
    assertThat(await(presence.lastSessions.find(YODA)).orElseThrow().logoutAt())
        .contains(presence.time.instant());
  }

  /** Both halves of a cluster let the user in; the roster of the larger half won. */
  @Test
  void ofTwoSessionsOfOneUserTheNewerLivesWhateverTheRosterSays() {
    // Given
    presence.login(YODA, 1);
    await(
        presence.lastSessions.begin(
            YODA, session(2), presence.time.instant(), Optional.of("secret 2")));
    // When
    Refreshed ofTheOlder = refresh(new Held(YODA, 1));
    Refreshed ofTheNewer = refresh(new Held(YODA, 2));
    Restored restored = presence.ask(new Restore(YODA, session(2)));
    // Then
    assertThat(ofTheOlder).isEqualTo(new Refreshed(List.of(1L), List.of()));
    assertThat(ofTheNewer).isEqualTo(new Refreshed(List.of(), List.of(2L)));
    assertThat(restored).isEqualTo(new Restored(true));
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(presence.askedOfGateway).contains(new End(session(1), GoodbyeReason.REPLACED));
  }

  @Test
  void anOlderSessionCannotBeRestored() {
    // Given
    presence.login(YODA, 1);
    presence.resume(YODA, 1, 2);
    // When
    Restored restored = presence.ask(new Restore(YODA, session(1)));
    // Then
    assertThat(restored).isEqualTo(new Restored(false));
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
  }

  private Refreshed refresh(Held... held) {
    return presence.ask(new Refresh(GATEWAY, List.of(held)));
  }
}
