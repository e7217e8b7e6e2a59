// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.resuming;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.presence.LastSessions.Shown;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of last sessions must do. */
abstract class LastSessionsContract extends BeginningsContract {
  @Test
  void anEndIsNotedOnceAndKeepsTheSecret() {
    // Given
    begin(1, T0);
    await(sessions().end(YODA, session(1), T1));
    // When
    await(sessions().end(YODA, session(1), T2));
    // Then
    LastSession last = find(YODA).orElseThrow();
    assertThat(last.logoutAt()).contains(T1);
    assertThat(last.resumeHash()).contains("secret 1");
    assertThat(last.shown()).isTrue();
  }

  @Test
  void aLogoutMakesTheSecretVoidAlsoAfterAnEnd() {
    // Given
    begin(1, T0);
    await(sessions().end(YODA, session(1), T1));
    // When
    await(sessions().logOut(YODA, session(1), T2));
    // Then
    LastSession last = find(YODA).orElseThrow();
    assertThat(last.logoutAt()).contains(T1);
    assertThat(last.resumeHash()).isEmpty();
  }

  @Test
  void aResumptionThatIsRevertedEndsAndIsResumedByTheSecretThatWasPresented() {
    // Given
    begin(1, T0);
    await(sessions().takeOver(resuming(YODA, 1, 2), session(1), T1));
    // When
    await(sessions().revert(YODA, session(2), "secret 1", T1));
    await(sessions().revert(YODA, session(2), "secret 1", T2));
    // Then
    LastSession last = find(YODA).orElseThrow();
    assertThat(last.session()).isEqualTo(session(2));
    assertThat(last.logoutAt()).contains(T1);
    assertThat(last.resumeHash()).contains("secret 1");
    assertThat(last.shown()).isTrue();
  }

  @Test
  void whatWasLoggedOutOrReplacedIsNotReverted() {
    // Given
    begin(1, T0);
    await(sessions().revert(YODA, session(7), "secret 0", T1));
    Optional<LastSession> before = find(YODA);
    await(sessions().logOut(YODA, session(1), T1));
    // When
    await(sessions().revert(YODA, session(1), "secret 0", T2));
    // Then
    assertThat(before.orElseThrow().isOpen()).isTrue();
    assertThat(before.orElseThrow().resumeHash()).contains("secret 1");
    assertThat(find(YODA).orElseThrow().resumeHash()).isEmpty();
  }

  @Test
  void ofManyOneMayTellTheOthersThatASessionHasEnded() {
    // Given
    begin(1, T0);
    await(sessions().end(YODA, session(1), T1));
    // When
    List<Future<Boolean>> asked =
        IntStream.range(0, 20).mapToObj(i -> sessions().hide(YODA, session(1))).toList();
    // Then
    assertThat(asked.stream().filter(Answers::await)).hasSize(1);
    assertThat(find(YODA).orElseThrow().shown()).isFalse();
  }

  @Test
  void nobodyMayTellTheOthersOfTheEndOfAnOlderSession() {
    // Given
    begin(1, T0);
    begin(2, T1);
    await(sessions().end(YODA, session(2), T2));
    // When
    boolean mayTell = await(sessions().hide(YODA, session(1)));
    // Then
    assertThat(mayTell).isFalse();
    assertThat(find(YODA).orElseThrow().shown()).isTrue();
  }

  @Test
  void nobodyMayTellTheOthersThatAnOpenSessionHasEnded() {
    // Given
    begin(1, T0);
    // When
    boolean mayTell = await(sessions().hide(YODA, session(1)));
    // Then
    assertThat(mayTell).isFalse();
    assertThat(find(YODA).orElseThrow().shown()).isTrue();
  }

  @Test
  void thoseOfSeveralUsersAreFoundAtOnce() {
    // Given
    begin(1, T0);
    await(sessions().begin(HAN, session(2), T0, Optional.empty()));
    // When
    Map<Username, LastSession> found = await(sessions().find(List.of(YODA, HAN, LUKE)));
    // Then
    assertThat(found).containsOnlyKeys(YODA, HAN);
    assertThat(found.get(YODA)).isEqualTo(find(YODA).orElseThrow());
    assertThat(await(sessions().find(List.of()))).isEmpty();
  }

  @Test
  void aSessionThatWasTakenForEndedCanGoOn() {
    // Given
    begin(1, T0);
    LastSession before = find(YODA).orElseThrow();
    await(sessions().close(Map.of(YODA, session(1)), T1));
    boolean wasShown = await(sessions().reopen(YODA, session(1))).orElseThrow().wasShown();
    await(sessions().close(Map.of(YODA, session(1)), T1));
    await(sessions().hide(YODA, session(1)));
    // When
    boolean isShown = await(sessions().reopen(YODA, session(1))).orElseThrow().wasShown();
    // Then
    assertThat(wasShown).isTrue();
    assertThat(isShown).isFalse();
    assertThat(find(YODA)).contains(before);
  }

  @Test
  void anOlderSessionCannotGoOn() {
    // Given
    begin(1, T0);
    begin(2, T1);
    LastSession before = find(YODA).orElseThrow();
    // When
    boolean reopened = await(sessions().reopen(YODA, session(1))).isPresent();
    // Then
    assertThat(reopened).isFalse();
    assertThat(find(YODA)).contains(before);
  }

  @Test
  void allWhoAreOpenOrEndedSinceAreFound() {
    // Given
    begin(1, T0);
    await(sessions().begin(HAN, session(2), T0, Optional.empty()));
    await(sessions().end(HAN, session(2), T1));
    await(sessions().begin(LUKE, session(3), T0, Optional.empty()));
    await(sessions().end(LUKE, session(3), T1.minusMillis(1)));
    // When
    List<Username> since = await(sessions().since(T1));
    // Then
    assertThat(since).containsExactlyInAnyOrder(YODA, HAN);
    assertThat(await(sessions().since(Instant.EPOCH.minusSeconds(10_000_000_000L)))).hasSize(3);
  }

  @Test
  void thoseWhomOthersBelieveToBeThereAreKnown() {
    // Given
    begin(1, T0);
    await(sessions().begin(HAN, session(2), T0, Optional.empty()));
    await(sessions().end(HAN, session(2), T1));
    await(sessions().begin(LUKE, session(3), T0, Optional.empty()));
    await(sessions().end(LUKE, session(3), T1));
    await(sessions().hide(LUKE, session(3)));
    // When
    List<Shown> shown = await(sessions().shown());
    // Then
    assertThat(shown)
        .containsExactlyInAnyOrder(
            new Shown(YODA, session(1), true), new Shown(HAN, session(2), false));
  }

  @Test
  void openSessionsAreClosedAtATimeThatIsNotBeforeTheirBegin() {
    // Given
    begin(1, T0);
    await(sessions().begin(HAN, session(2), T2, Optional.empty()));
    await(sessions().begin(LUKE, session(3), T0, Optional.empty()));
    await(sessions().end(LUKE, session(3), T0));
    // When
    await(sessions().close(Map.of(YODA, session(1), HAN, session(2), LUKE, session(3)), T1));
    // Then
    assertThat(find(YODA).orElseThrow().logoutAt()).contains(T1);
    assertThat(find(HAN).orElseThrow().logoutAt()).contains(T2);
    assertThat(find(LUKE).orElseThrow().logoutAt()).contains(T0);
  }

  @Test
  void manySessionsAreClosedAtOnce() {
    // Given
    Map<Username, SessionRef> many = new HashMap<>();
    IntStream.range(0, 2500).forEach(i -> many.put(new Username("user" + i), session(i)));
    await(
        Future.all(
            many.entrySet().stream()
                .map(e -> sessions().begin(e.getKey(), e.getValue(), T0, Optional.empty()))
                .toList()));
    // When
    await(sessions().close(many, T1));
    // Then
    assertThat(await(sessions().since(T1))).hasSize(2500);
    assertThat(await(sessions().since(T1.plusMillis(1)))).isEmpty();
  }

  @Test
  void theLatestBeatCounts() {
    // Given
    Optional<Instant> before = await(sessions().lastBeat());
    await(sessions().beat(T1));
    // When
    await(sessions().beat(T0));
    // Then
    assertThat(before).isEmpty();
    assertThat(await(sessions().lastBeat())).contains(T1);
  }
}
