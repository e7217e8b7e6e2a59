// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.GRACE;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.OnlineSince;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Route;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecoveryTest {
  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void afterACrashSessionsEndedWhenTheNodeWasLastAlive() {
    // Given
    presence.login(YODA, 1);
    presence.pass(Heartbeat.INTERVAL, HAN);
    presence.pass(Heartbeat.INTERVAL, HAN);
    Instant lastBeat = presence.time.instant();
    crash();
    presence.time.pass(Duration.ofHours(1));
    // When
    presence.start();
    // Then
    assertThat(last(1).logoutAt()).contains(lastBeat);
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Away());
    assertThat(presence.ask(new OnlineSince(HAN, 3600)).users()).containsExactly(YODA);
    assertThat(presence.ask(new OnlineSince(HAN, 3599)).users()).isEmpty();
  }

  @Test
  void aSessionThatBeganAfterTheLastBeatEndedNoEarlierThanItBegan() {
    // Given
    presence.time.pass(Duration.ofSeconds(3));
    presence.login(YODA, 1);
    Instant login = presence.time.instant();
    crash();
    // When
    presence.start();
    // Then
    assertThat(last(1).logoutAt()).contains(login);
  }

  @Test
  void aCrashedSessionCanBeResumedUnnoticedWithinTheGraceAndIsToldToBeGoneAfterIt() {
    // Given
    presence.login(YODA, 1);
    presence.login(LUKE, 2);
    crash();
    presence.start();
    // When
    presence.resume(YODA, 1, 3);
    presence.pass(GRACE, LUKE);
    presence.settle(YODA);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came");
    assertThat(presence.toldOf(LUKE)).containsExactly("came", "went");
    assertThat(last(3).isOpen()).isTrue();
  }

  @Test
  void aNoticeThatTheCrashHeldUpIsGivenAfterIt() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.BROKEN);
    crash();
    presence.start();
    // When
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @Test
  void sessionsThatOtherNodesStillKnowGoOn() {
    // Given
    presence.login(YODA, 1);
    presence.stop();
    // When
    presence.start();
    presence.pass(GRACE, YODA);
    // Then
    assertThat(presence.ask(new Route(HAN, YODA))).isEqualTo(new Reachable(session(1)));
    assertThat(last(1).isOpen()).isTrue();
    assertThat(presence.toldOf(YODA)).containsExactly("came");
  }

  @Test
  void aCleanStopLeavesNothingToRecover() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.ENDED);
    presence.stop();
    presence.time.pass(Duration.ofHours(1));
    // When
    presence.start();
    presence.pass(GRACE, YODA);
    // Then
    assertThat(last(1).logoutAt()).contains(MovableTime.START);
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @Test
  void aSessionThatItsGatewayDoesNotHaveIsEndedInTime() {
    // Given
    presence.login(YODA, 1);
    presence.missing.add(1L);
    // When
    presence.time.pass(Recovery.INTERVAL);
    presence.until(() -> presence.ask(new Route(HAN, YODA)).equals(new Away()));
    presence.pass(GRACE, YODA);
    // Then
    assertThat(last(1).isOpen()).isFalse();
    assertThat(presence.toldOf(YODA)).containsExactly("came", "went");
  }

  @Test
  void aStoppedNodeBeatsNoMore() {
    // Given
    presence.stop();
    // When
    presence.time.pass(Heartbeat.INTERVAL.multipliedBy(3));
    presence.turnOfEventLoop();
    // Then
    assertThat(await(presence.lastSessions.lastBeat())).contains(MovableTime.START);
  }

  /** Service and gateway stop without a word, and the roster is forgotten. */
  private void crash() {
    presence.endGateway();
    presence.stop();
    await(presence.vertx.sharedData().getAsyncMap("parley.roster").compose(map -> map.clear()));
  }

  private LastSession last(long session) {
    LastSession last = await(presence.lastSessions.find(YODA)).orElseThrow();
    assertThat(last.session()).isEqualTo(session(session));
    return last;
  }
}
