// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.Done;
import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Route;
import io.parley.model.FailureCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ArrivalsTest {
  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void whoLogsInIsThereAndTheOthersHearOfItOnce() {
    // When
    presence.login(YODA, 1);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(1)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void aSecondLoginOfAnOnlineUserIsRefusedAndLeavesTheFirstUntouched() {
    // Given
    presence.login(YODA, 1);
    // When
    FailureCode refusal = presence.refusalOf(claim(2));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.USER_ONLINE);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(1)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  /** Its release was lost. */
  @Test
  void aSessionThatItsGatewayDoesNotHaveKeepsNobodyOut() {
    // Given
    presence.login(YODA, 1);
    presence.missing.add(1L);
    // When
    presence.login(YODA, 2);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
  }

  @Test
  void ofFiftyLoginsAtOnceExactlyOneIsInAndEachOtherIsToldWhyNot() {
    // When
    List<Future<Claimed>> claims =
        LongStream.range(0, 50).mapToObj(i -> presence.bus.ask(claim(i))).toList();
    await(Future.join(claims).otherwiseEmpty());
    // Then
    assertThat(claims).filteredOn(Future::succeeded).hasSize(1);
    assertThat(claims)
        .filteredOn(Future::failed)
        .allSatisfy(claim -> assertThat(claim.cause()).hasMessage("yoda is online"));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void theSameSessionMayAskAgainAndGetsTheSameAnswer() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.LOGGED_OUT);
    presence.time.pass(Duration.ofHours(1));
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    Claimed first = presence.login(YODA, 2);
    presence.time.pass(Duration.ofSeconds(4));
    // When
    Claimed second = presence.login(YODA, 2);
    // Then
    assertThat(second).isEqualTo(first);
    assertThat(first).isEqualTo(new Claimed(Optional.of(MovableTime.START), List.of(HAN)));
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went", "came");
  }

  @Test
  void theFirstLoginOfAllHasNoneBefore() {
    // When
    Claimed claimed = presence.login(YODA, 1);
    // Then
    assertThat(claimed).isEqualTo(new Claimed(Optional.empty(), List.of()));
  }

  @Test
  void thoseWhomTheUserHasBlockedAreNotToldOfTheComing() {
    // Given
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // When
    presence.login(YODA, 1);
    // Then
    assertThat(presence.events)
        .singleElement()
        .satisfies(event -> assertThat(event.hiddenFrom()).containsExactly(HAN));
  }

  @Test
  void whatTheDatabaseRefusesLeavesNobodyOnline() {
    // Given
    presence.trouble.breakDown(true);
    // When
    FailureCode refusal = presence.refusalOf(claim(1));
    // Then
    presence.trouble.breakDown(false);
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    assertThat(presence.toldOf(YODA)).isEmpty();
    assertThat(presence.login(YODA, 2).lastLogin()).isEmpty();
  }

  @Test
  void aClaimAskedAgainInVainDoesNotEndTheSession() {
    // Given
    presence.login(YODA, 1);
    presence.trouble.breakDown(true);
    // When
    FailureCode refusal = presence.refusalOf(claim(1));
    // Then
    presence.trouble.breakDown(false);
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(1)));
  }

  @Test
  void aLoginSoonAfterABreakIsAGoingAndAComing() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    // When
    presence.login(YODA, 2);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went", "came");
    presence.pass(PresenceUnderTest.GRACE, YODA);
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went", "came");
  }

  @Test
  void manyUsersLogInAtOnce() {
    // When
    List<Future<Claimed>> claims =
        List.of(YODA, HAN, LUKE).stream()
            .map(user -> presence.bus.ask(new Claim(user, session(1), Optional.empty())))
            .toList();
    // Then
    assertThat(await(Future.all(claims)).succeeded()).isTrue();
  }

  @Test
  void aReleasedClaimThatIsStillUnderWayLeavesNobodyOnline() {
    // When
    Future<Claimed> claim = presence.bus.ask(claim(1));
    Future<Done> release = presence.bus.ask(new Release(YODA, session(1), Departure.ENDED));
    await(Future.join(claim, release));
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  private static Claim claim(long session) {
    return new Claim(YODA, session(session), Optional.of("secret " + session));
  }
}
