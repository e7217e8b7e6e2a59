// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.PresenceRequest.Spoken;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every block list must do. */
abstract class BlockListContract {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

  private static final Optional<Spoken> ANYTIME = Optional.empty();

  abstract BlockList blocks();

  /** Makes this session the user's last one. */
  abstract void begin(Username user, SessionRef session);

  @Test
  void whatWasSaidBeforeSomethingThatIsDoneIsNotDone() {
    // Given
    SessionRef session = new SessionRef(new GatewayId("g"), 1);
    begin(YODA, session);
    assertThat(await(blocks().add(YODA, HAN, NOW, said(session, 2)))).isTrue();
    // When
    Future<Boolean> late = blocks().remove(YODA, HAN, said(session, 1));
    // Then
    assertTooLate(late);
    assertThat(await(blocks().contains(YODA, HAN))).isTrue();
    assertThat(await(blocks().remove(YODA, HAN, said(session, 3)))).isTrue();
  }

  @Test
  void whatWasSaidInAnEarlierSessionIsNotDone() {
    // Given
    SessionRef first = new SessionRef(new GatewayId("g"), 1);
    SessionRef second = new SessionRef(new GatewayId("h"), 1);
    begin(YODA, first);
    await(blocks().add(YODA, LUKE, NOW, said(first, 7)));
    begin(YODA, second);
    // When
    Future<Boolean> late = blocks().remove(YODA, LUKE, said(first, 8));
    // Then
    assertTooLate(late);
    assertThat(await(blocks().add(YODA, HAN, NOW, said(second, 1)))).isTrue();
    assertThat(await(blocks().of(YODA))).containsExactly(HAN, LUKE);
  }

  private static Optional<Spoken> said(SessionRef session, long number) {
    return Optional.of(new Spoken(session, number));
  }

  private static void assertTooLate(Future<Boolean> change) {
    assertThatThrownBy(() -> await(change))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.UNAVAILABLE));
  }

  @Test
  void aBlockIsOneWay() {
    // When
    boolean added = await(blocks().add(YODA, HAN, NOW, ANYTIME));
    // Then
    assertThat(added).isTrue();
    assertThat(await(blocks().contains(YODA, HAN))).isTrue();
    assertThat(await(blocks().contains(HAN, YODA))).isFalse();
    assertThat(await(blocks().contains(YODA, LUKE))).isFalse();
  }

  @Test
  void itIsKnownSinceWhenABlockHolds() {
    // Given
    await(blocks().add(YODA, HAN, NOW, ANYTIME));
    await(blocks().add(YODA, HAN, NOW.plusSeconds(1), ANYTIME));
    // Then
    assertThat(await(blocks().since(YODA, HAN))).contains(NOW);
    assertThat(await(blocks().since(HAN, YODA))).isEmpty();
  }

  @Test
  void ofManyWhoBlockTheSameOneAdds() {
    // When
    List<Future<Boolean>> asked =
        IntStream.range(0, 20).mapToObj(i -> blocks().add(YODA, HAN, NOW, ANYTIME)).toList();
    // Then
    assertThat(asked.stream().filter(Answers::await)).hasSize(1);
    assertThat(await(blocks().of(YODA))).containsExactly(HAN);
  }

  @Test
  void aBlockIsTakenBackOnce() {
    // Given
    await(blocks().add(YODA, HAN, NOW, ANYTIME));
    await(blocks().add(YODA, LUKE, NOW, ANYTIME));
    // When
    boolean first = await(blocks().remove(YODA, HAN, ANYTIME));
    boolean second = await(blocks().remove(YODA, HAN, ANYTIME));
    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(await(blocks().of(YODA))).containsExactly(LUKE);
  }

  @Test
  void theListIsSortedAsNamesAre() {
    // Given
    List<Username> names =
        List.of("-x", ".x", "9", "Zed", "_x", "abe", "zed").stream().map(Username::new).toList();
    names.reversed().forEach(name -> await(blocks().add(YODA, name, NOW, ANYTIME)));
    // When
    List<Username> listed = await(blocks().of(YODA));
    // Then
    assertThat(listed).isEqualTo(names);
  }

  @Test
  void namesThatDifferInCaseAreDifferentUsers() {
    // Given
    await(blocks().add(YODA, HAN, NOW, ANYTIME));
    // When
    boolean other = await(blocks().contains(YODA, new Username("Han")));
    // Then
    assertThat(other).isFalse();
  }
}
