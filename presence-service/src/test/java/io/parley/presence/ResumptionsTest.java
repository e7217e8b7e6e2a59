// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.PresenceUnderTest.GRACE;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.RESUME_FOR;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.resuming;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Resume;
import io.parley.bus.PresenceRequest.Revert;
import io.parley.bus.PresenceRequest.Route;
import io.parley.model.FailureCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResumptionsTest {
  private static final Duration A_MOMENT = Duration.ofMillis(1);

  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void aSessionResumedWithinTheGraceWasNeverGone() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.pass(GRACE.minus(A_MOMENT), YODA);
    // When
    presence.resume(YODA, 1, 2);
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    assertThat(presence.askedOfGateway).isEmpty();
  }

  @Test
  void aSessionResumedAfterTheGraceComesAgain() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.pass(GRACE, YODA);
    // When
    presence.resume(YODA, 1, 2);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went", "came");
  }

  @Test
  void aSessionThatTheServerEndedComesAgainWhenResumed() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.ENDED);
    // When
    presence.resume(YODA, 1, 2);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went", "came");
  }

  @Test
  void aWrongSecretIsRefusedAndChangesNothing() {
    // Given
    presence.login(YODA, 1);
    // When
    FailureCode refusal = presence.refusalOf(new Resume(YODA, session(2), "secret 0", "secret 2"));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.BAD_CREDENTIALS);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(1)));
    assertThat(presence.askedOfGateway).isEmpty();
  }

  @Test
  void whoNeverLoggedInCannotResume() {
    // When
    FailureCode refusal = presence.refusalOf(resuming(YODA, 1, 2));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void aSessionWithoutASecretCannotBeResumed() {
    // Given
    presence.ask(new Claim(YODA, session(1), Optional.empty()));
    // When
    FailureCode refusal = presence.refusalOf(new Resume(YODA, session(2), "", "secret 2"));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void theSecretOfTheLastSessionButOneIsVoid() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.login(YODA, 2);
    presence.release(YODA, 2, Departure.BROKEN);
    // When
    FailureCode refusal = presence.refusalOf(resuming(YODA, 1, 3));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void whoHasNotHeardThatASecretWorkedCanUseItAgain() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.resume(YODA, 1, 2);
    presence.ask(new Revert(YODA, session(2), "secret 1"));
    presence.pass(GRACE.minus(A_MOMENT), YODA);
    // When
    presence.resume(YODA, 1, 3);
    presence.pass(GRACE, YODA);
    // Then: nobody has noticed
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(3)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    assertThat(presence.refusalOf(resuming(YODA, 2, 4))).isEqualTo(FailureCode.BAD_CREDENTIALS);
    assertThat(presence.refusalOf(resuming(YODA, 1, 4))).isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void whoDoesNotComeBackAfterThatHasLeft() {
    // Given
    presence.login(YODA, 1);
    presence.resume(YODA, 1, 2);
    // When
    presence.ask(new Revert(YODA, session(2), "secret 1"));
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @Test
  void whatIsRevertedBeforeItIsWishedForIsRevertedAgain() {
    // Given
    presence.login(YODA, 1);
    presence.ask(new Revert(YODA, session(2), "secret 1"));
    presence.resume(YODA, 1, 2);
    // When
    presence.ask(new Revert(YODA, session(2), "secret 1"));
    presence.resume(YODA, 1, 3);
    presence.ask(new Revert(YODA, session(2), "secret 1"));
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(3)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void aWishThatComesAfterItWasRevertedBeginsNothing() {
    // Given
    presence.login(YODA, 1);
    presence.resume(YODA, 1, 2);
    presence.ask(new Revert(YODA, session(2), "secret 1"));
    // When
    FailureCode refusal = presence.refusalOf(resuming(YODA, 1, 2));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.BAD_CREDENTIALS);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
  }

  @Test
  void aSecretIsGoodUntilItsTimeIsOver() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    presence.pass(RESUME_FOR, YODA);
    presence.resume(YODA, 1, 2);
    presence.release(YODA, 2, Departure.BROKEN);
    presence.pass(RESUME_FOR.plus(A_MOMENT), YODA);
    // When
    FailureCode refusal = presence.refusalOf(resuming(YODA, 2, 3));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void theTimeOfASecretBeginsWithTheEndOfTheSession() {
    // Given
    presence.login(YODA, 1);
    presence.time.pass(RESUME_FOR.multipliedBy(2));
    // When
    presence.resume(YODA, 1, 2);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
  }

  @Test
  void theSameSessionMayAskAgainAndGetsTheSameAnswer() {
    // Given
    presence.login(YODA, 1);
    Claimed first = presence.resume(YODA, 1, 2);
    presence.time.pass(A_MOMENT);
    // When
    Claimed second = presence.resume(YODA, 1, 2);
    // Then
    assertThat(second).isEqualTo(first);
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }
}
