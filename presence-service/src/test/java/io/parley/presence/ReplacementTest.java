// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.GRACE;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.resuming;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.Done;
import io.parley.bus.GatewayRequest.End;
import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Route;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that still lives when it is resumed. */
class ReplacementTest {
  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void aSessionThatStillLivesIsEndedAndItsPlaceTakenUnnoticed() {
    // Given
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    presence.login(YODA, 1);
    presence.time.pass(Duration.ofHours(1));
    // When
    Claimed claimed = presence.resume(YODA, 1, 2);
    // Then
    assertThat(claimed).isEqualTo(new Claimed(Optional.of(MovableTime.START), List.of(HAN)));
    assertThat(presence.askedOfGateway)
        .containsExactly(new End(session(1), GoodbyeReason.REPLACED));
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @ParameterizedTest
  @EnumSource
  void aGatewayThatReleasesTheReplacedSessionBeforeItAnswersWaitsForNobody(Departure departure) {
    // Given
    presence.login(YODA, 1);
    presence.gateway = question -> presence.bus.ask(new Release(YODA, session(1), departure));
    // When
    Future<Claimed> resumed = presence.bus.ask(resuming(YODA, 1, 2));
    // Then: long before the ending time of 30 s
    assertThat(await(resumed)).isNotNull();
    presence.pass(GRACE, YODA);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void aGatewayThatDoesNotAnswerLosesItsSessionAllTheSame() {
    // Given
    presence.stop();
    presence.endingTime = Duration.ofMillis(20);
    presence.start();
    presence.login(YODA, 1);
    presence.gateway = question -> Promise.promise().future();
    // When
    presence.resume(YODA, 1, 2);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void aGatewayThatIsNoMoreLosesItsSessionAllTheSame() {
    // Given
    presence.login(YODA, 1);
    presence.gateway =
        question ->
            Future.failedFuture(new RequestRefused(FailureCode.UNAVAILABLE, "shutting down"));
    // When
    presence.resume(YODA, 1, 2);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
  }

  @Test
  void ofManyWhoPresentTheSameSecretOneTakesThePlace() {
    // Given
    presence.login(YODA, 1);
    // When
    List<Future<Claimed>> resumed =
        LongStream.range(2, 30).mapToObj(i -> presence.bus.ask(resuming(YODA, 1, i))).toList();
    await(Future.join(resumed).otherwiseEmpty());
    // Then
    assertThat(resumed).filteredOn(Future::succeeded).hasSize(1);
    assertThat(presence.askedOfGateway).hasSize(1);
  }

  @Test
  void ifTheDatabaseRefusesTheOldSessionHasEndedAndCanBeResumedLater() {
    // Given
    presence.login(YODA, 1);
    presence.gateway =
        question -> {
          presence.trouble.breakDown(true);
          return Future.succeededFuture(Done.DONE);
        };
    // When
    FailureCode refusal = presence.refusalOf(resuming(YODA, 1, 2));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
    presence.trouble.breakDown(false);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    presence.resume(YODA, 1, 3);
    presence.pass(GRACE, YODA);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(3)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void ifTheDatabaseRefusesAndNobodyComesTheOthersAreTold() {
    // Given
    presence.login(YODA, 1);
    presence.gateway =
        question -> {
          presence.trouble.breakDown(true);
          return Future.succeededFuture(Done.DONE);
        };
    presence.refusalOf(resuming(YODA, 1, 2));
    presence.trouble.breakDown(false);
    // When
    presence.pass(Duration.ofSeconds(5), YODA);
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
    assertThat(await(presence.lastSessions.find(YODA)).orElseThrow().isOpen()).isFalse();
  }

  @Test
  void ifAnotherNodeReleasesTheOldSessionMeanwhileItsPlaceIsFree() {
    // Given
    presence.login(YODA, 1);
    presence.gateway =
        question ->
            presence
                .roster()
                .compose(roster -> roster.release(YODA, session(1)))
                .map(released -> Done.DONE);
    // When
    presence.resume(YODA, 1, 2);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(2)));
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void ifOtherNodesReplaceTheSessionAgainAndAgainTheOldOneHasEndedAndNoneTakesItsPlace() {
    // Given
    presence.login(YODA, 1);
    presence.gateway =
        question -> {
          SessionRef old = ((End) question).session();
          SessionRef other = session(old.number() + 100);
          return presence
              .roster()
              .compose(roster -> roster.replace(YODA, old, other))
              .map(replaced -> Done.DONE);
        };
    // When
    FailureCode refusal = presence.refusalOf(resuming(YODA, 1, 2));
    // Then
    presence.settle(YODA);
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(301)));
    assertThat(await(presence.lastSessions.find(YODA)).orElseThrow().isOpen()).isFalse();
  }
}
