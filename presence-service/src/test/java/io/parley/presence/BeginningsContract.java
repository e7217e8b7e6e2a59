// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.resuming;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.Username;
import io.parley.presence.LastSessions.Begun;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of last sessions must do when a session begins. */
abstract class BeginningsContract {
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123Z");
  static final Instant T1 = T0.plusSeconds(60);
  static final Instant T2 = T0.plusSeconds(120);

  abstract LastSessions sessions();

  @Test
  void whoNeverCameHasNoLastSession() {
    // When
    Optional<LastSession> last = find(YODA);
    // Then
    assertThat(last).isEmpty();
  }

  @Test
  void aSessionThatBeginsIsOpenAndShown() {
    // When
    Begun begun = begin(1, T0);
    // Then
    assertThat(begun).isEqualTo(new Begun(Optional.empty(), false, false));
    assertThat(find(YODA))
        .contains(
            new LastSession(
                session(1), T0, Optional.empty(), Optional.of("secret 1"), true, Optional.empty()));
  }

  @Test
  void aSessionWithoutASecretHasNone() {
    // When
    await(sessions().begin(YODA, session(1), T0, Optional.empty()));
    // Then
    assertThat(find(YODA).orElseThrow().resumeHash()).isEmpty();
  }

  @Test
  void theSameSessionBegunAgainChangesNothing() {
    // Given
    begin(1, T0);
    begin(2, T1);
    Optional<LastSession> before = find(YODA);
    // When
    Begun again = begin(2, T2);
    // Then
    assertThat(again).isEqualTo(new Begun(Optional.of(T0), true, true));
    assertThat(find(YODA)).isEqualTo(before);
  }

  @Test
  void theNextSessionKnowsWhenTheOneBeforeBeganAndWhatOthersBelieve() {
    // Given
    begin(1, T0);
    await(sessions().end(YODA, session(1), T1));
    // When
    Begun stillShown = begin(2, T1);
    await(sessions().end(YODA, session(2), T1));
    await(sessions().hide(YODA, session(2)));
    Begun hidden = begin(3, T2);
    // Then
    assertThat(stillShown).isEqualTo(new Begun(Optional.of(T0), true, false));
    assertThat(hidden).isEqualTo(new Begun(Optional.of(T1), false, false));
    assertThat(find(YODA))
        .contains(
            new LastSession(
                session(3), T2, Optional.empty(), Optional.of("secret 3"), true, Optional.of(T1)));
  }

  @Test
  void aSessionThatEndedMayBeginAnew() {
    // Given
    begin(1, T0);
    await(sessions().logOut(YODA, session(1), T1));
    // When
    Begun begun = begin(1, T2);
    // Then
    assertThat(begun).isEqualTo(new Begun(Optional.of(T0), true, false));
    assertThat(find(YODA).orElseThrow().isOpen()).isTrue();
    assertThat(find(YODA).orElseThrow().resumeHash()).contains("secret 1");
  }

  @Test
  void whatConcernsAnOlderSessionChangesNothing() {
    // Given
    begin(1, T0);
    begin(2, T1);
    Optional<LastSession> before = find(YODA);
    // When
    await(sessions().end(YODA, session(1), T2));
    await(sessions().logOut(YODA, session(1), T2));
    boolean mayTell = await(sessions().hide(YODA, session(1)));
    await(sessions().close(Map.of(YODA, session(1)), T2));
    Optional<Begun> begun = await(sessions().takeOver(resuming(YODA, 1, 3), session(1), T2));
    // Then
    assertThat(mayTell).isFalse();
    assertThat(begun).isEmpty();
    assertThat(find(YODA)).isEqualTo(before);
  }

  @Test
  void aSecretTakesOverOnce() {
    // Given
    begin(1, T0);
    // When
    List<Future<Optional<Begun>>> asked =
        IntStream.range(2, 20)
            .mapToObj(i -> sessions().takeOver(resuming(YODA, 1, i), session(1), T1))
            .toList();
    // Then
    assertThat(asked.stream().map(Answers::await).flatMap(Optional::stream))
        .containsExactly(new Begun(Optional.of(T0), true, false));
    LastSession last = find(YODA).orElseThrow();
    assertThat(last.session()).isNotEqualTo(session(1));
    assertThat(last.resumeHash()).contains("secret " + last.session().number());
    assertThat(last.isOpen()).isTrue();
    assertThat(last.loginAt()).isEqualTo(T1);
  }

  @Test
  void anEndedSessionIsTakenOverAsOthersBelieveItToBe() {
    // Given
    begin(1, T0);
    await(sessions().end(YODA, session(1), T1));
    await(sessions().hide(YODA, session(1)));
    // When
    Optional<Begun> begun = await(sessions().takeOver(resuming(YODA, 1, 2), session(1), T2));
    // Then
    assertThat(begun).contains(new Begun(Optional.of(T0), false, false));
    assertThat(find(YODA).orElseThrow().isOpen()).isTrue();
    assertThat(find(YODA).orElseThrow().shown()).isTrue();
  }

  @Test
  void theRightSecretTakesOverNoSessionButItsOwn() {
    // Given
    begin(1, T0);
    begin(2, T1);
    // When
    Optional<Begun> begun = await(sessions().takeOver(resuming(YODA, 2, 3), session(1), T2));
    // Then
    assertThat(begun).isEmpty();
    assertThat(find(YODA).orElseThrow().session()).isEqualTo(session(2));
  }

  @Test
  void aWrongSecretTakesNothingOver() {
    // Given
    begin(1, T0);
    // When
    Optional<Begun> begun = await(sessions().takeOver(resuming(YODA, 7, 2), session(1), T1));
    // Then
    assertThat(begun).isEmpty();
    assertThat(find(YODA).orElseThrow().session()).isEqualTo(session(1));
  }

  @Test
  void namesThatDifferInCaseAreDifferentUsers() {
    // Given
    begin(1, T0);
    // When
    Optional<LastSession> other = find(new Username("Yoda"));
    // Then
    assertThat(other).isEmpty();
  }

  Begun begin(long session, Instant at) {
    return await(sessions().begin(YODA, session(session), at, Optional.of("secret " + session)));
  }

  Optional<LastSession> find(Username user) {
    return await(sessions().find(user));
  }
}
