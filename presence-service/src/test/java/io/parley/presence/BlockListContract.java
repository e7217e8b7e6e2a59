// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every block list must do. */
abstract class BlockListContract {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

  abstract BlockList blocks();

  @Test
  void aBlockIsOneWay() {
    // When
    boolean added = await(blocks().add(YODA, HAN, NOW));
    // Then
    assertThat(added).isTrue();
    assertThat(await(blocks().contains(YODA, HAN))).isTrue();
    assertThat(await(blocks().contains(HAN, YODA))).isFalse();
    assertThat(await(blocks().contains(YODA, LUKE))).isFalse();
  }

  @Test
  void itIsKnownSinceWhenABlockHolds() {
    // Given
    await(blocks().add(YODA, HAN, NOW));
    await(blocks().add(YODA, HAN, NOW.plusSeconds(1)));
    // Then
    assertThat(await(blocks().since(YODA, HAN))).contains(NOW);
    assertThat(await(blocks().since(HAN, YODA))).isEmpty();
  }

  @Test
  void ofManyWhoBlockTheSameOneAdds() {
    // When
    List<Future<Boolean>> asked =
        IntStream.range(0, 20).mapToObj(i -> blocks().add(YODA, HAN, NOW)).toList();
    // Then
    assertThat(asked.stream().filter(Answers::await)).hasSize(1);
    assertThat(await(blocks().of(YODA))).containsExactly(HAN);
  }

  @Test
  void aBlockIsTakenBackOnce() {
    // Given
    await(blocks().add(YODA, HAN, NOW));
    await(blocks().add(YODA, LUKE, NOW));
    // When
    boolean first = await(blocks().remove(YODA, HAN));
    boolean second = await(blocks().remove(YODA, HAN));
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
    names.reversed().forEach(name -> await(blocks().add(YODA, name, NOW)));
    // When
    List<Username> listed = await(blocks().of(YODA));
    // Then
    assertThat(listed).isEqualTo(names);
  }

  @Test
  void namesThatDifferInCaseAreDifferentUsers() {
    // Given
    await(blocks().add(YODA, HAN, NOW));
    // When
    boolean other = await(blocks().contains(YODA, new Username("Han")));
    // Then
    assertThat(other).isFalse();
  }
}
