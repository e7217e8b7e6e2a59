// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.GRACE;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.resuming;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceEvent;
import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Online;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Route;
import io.parley.model.FailureCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeparturesTest {
  private static final Duration A_MOMENT = Duration.ofMillis(1);

  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @ParameterizedTest
  @EnumSource(names = {"LOGGED_OUT", "ENDED"})
  void whoIsGoneForGoodIsGoneForTheOthersAtOnce(Departure departure) {
    // Given
    presence.login(YODA, 1);
    // When
    presence.release(YODA, 1, departure);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @Test
  void whoseConnectionBrokeIsNotThereAtOnceButIsToldToBeGoneAfterTheGrace() {
    // Given
    presence.login(YODA, 1);
    // When
    presence.release(YODA, 1, Departure.BROKEN);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    assertThat(presence.ask(new Online(HAN)).users()).isEmpty();
    presence.pass(GRACE.minus(A_MOMENT), YODA);
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    presence.pass(A_MOMENT, YODA);
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @Test
  void whoCannotResumeIsToldToBeGoneAtOnceAlsoIfTheConnectionBroke() {
    // Given
    presence.ask(new Claim(YODA, session(1), Optional.empty()));
    // When
    presence.release(YODA, 1, Departure.BROKEN);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @ParameterizedTest
  @EnumSource
  void theReleaseOfAnOldSessionNeverTouchesTheNewOne(Departure departure) {
    // Given
    presence.login(YODA, 1);
    presence.resume(YODA, 1, 2);
    // When
    presence.release(YODA, 1, departure);
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(await(presence.lastSessions.find(YODA)).orElseThrow().isOpen()).isTrue();
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    presence.resume(YODA, 2, 3);
  }

  @ParameterizedTest
  @EnumSource
  void aReleaseAskedTwiceIsOneDeparture(Departure departure) {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, departure);
    presence.time.pass(A_MOMENT);
    // When
    presence.release(YODA, 1, departure);
    presence.pass(GRACE, YODA);
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
    assertThat(await(presence.lastSessions.find(YODA)).orElseThrow().logoutAt())
        .contains(MovableTime.START);
  }

  @Test
  void theSecretOfWhoLoggedOutIsVoid() {
    // Given
    presence.login(YODA, 1);
    // When
    presence.release(YODA, 1, Departure.LOGGED_OUT);
    // Then
    assertThat(presence.refusalOf(resuming(YODA, 1, 2))).isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void thoseWhomTheUserHasBlockedByThenAreNotToldOfTheGoing() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.ask(new Block(YODA, LUKE, Optional.empty()));
    // When
    presence.pass(GRACE, YODA);
    // Then
    PresenceEvent left = presence.events.get(1);
    assertThat(left.hiddenFrom()).containsExactly(LUKE);
  }

  @Test
  void aSecondBreakHasAGraceOfItsOwn() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.pass(GRACE.minus(A_MOMENT), YODA);
    presence.resume(YODA, 1, 2);
    presence.release(YODA, 2, Departure.BROKEN);
    // When
    presence.pass(GRACE.minus(A_MOMENT), YODA);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    presence.pass(A_MOMENT, YODA);
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @ParameterizedTest
  @EnumSource
  void whatTheDatabaseRefusesIsRefusedButNobodySeesTheUserAndItIsMadeGoodLater(
      Departure departure) {
    // Given
    presence.login(YODA, 1);
    presence.trouble.breakDown(true);
    // When
    FailureCode refusal = presence.refusalOf(new Release(YODA, session(1), departure));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(presence.ask(new Online(HAN)).users()).isEmpty();
    presence.trouble.breakDown(false);
    presence.pass(Duration.ofSeconds(5), YODA);
    presence.pass(GRACE, YODA);
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
    LastSession last = await(presence.lastSessions.find(YODA)).orElseThrow();
    assertThat(last.logoutAt()).contains(MovableTime.START);
    assertThat(last.resumeHash().isPresent()).isEqualTo(departure != Departure.LOGGED_OUT);
  }

  @Test
  void whatIsMadeGoodLaterDoesNotTouchANewSession() {
    // Given
    presence.login(YODA, 1);
    presence.trouble.breakDown(true);
    presence.refusalOf(new Release(YODA, session(1), Departure.ENDED));
    presence.trouble.breakDown(false);
    presence.login(YODA, 2);
    // When
    presence.pass(Duration.ofSeconds(5), YODA);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(await(presence.lastSessions.find(YODA)).orElseThrow().isOpen()).isTrue();
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went", "came");
  }

  @Test
  void howeverOftenAReleaseFailsItIsTriedAgainOnceAtATime() {
    // Given
    presence.login(YODA, 1);
    presence.trouble.breakDown(true);
    int before = presence.time.pauses();
    // When
    presence.refusalOf(new Release(YODA, session(1), Departure.ENDED));
    presence.refusalOf(new Release(YODA, session(1), Departure.ENDED));
    presence.refusalOf(new Release(YODA, session(1), Departure.ENDED));
    // Then
    assertThat(presence.time.pauses()).isEqualTo(before + 1);
    presence.time.pass(Duration.ofSeconds(5));
    presence.turnOfEventLoop();
    assertThat(presence.time.pauses()).isEqualTo(before + 1);
    presence.trouble.breakDown(false);
    presence.pass(Duration.ofSeconds(5), YODA);
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }
}
