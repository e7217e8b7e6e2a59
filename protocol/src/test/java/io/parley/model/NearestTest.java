// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "'', abc, 3",
    "block, block, 0",
    "blokc, block, 1",
    "blck, block, 1",
    "blocck, block, 1",
    "black, block, 1",
    "unblock, block, 2",
    "kitten, sitting, 3",
    "ca, abc, 3"
  })
  void theDistanceCountsWrongMissingSurplusAndSwappedLetters(String a, String b, int distance) {
    assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    assertThat(Nearest.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void theNearestIsFoundInAnyCase() {
    assertThat(Nearest.to("BLOKC", List.of("unblock", "Block", "blocked"))).contains("Block");
  }

  @Test
  void ofTwoEquallyNearTheFirstIsFound() {
    assertThat(Nearest.to("bat", List.of("cat", "bar"))).contains("cat");
  }

  @Test
  void aBeginningIsEnough() {
    assertThat(Nearest.to("who", List.of("block", "whoelsesince"))).contains("whoelsesince");
  }

  @Test
  void whatIsLikeNothingIsNotGuessed() {
    assertThat(Nearest.to("teleport", List.of("message", "block"))).isEmpty();
    assertThat(Nearest.to("zz", List.of("abc"))).isEmpty();
    assertThat(Nearest.to("", List.of("abc"))).isEmpty();
    assertThat(Nearest.to("a", List.of())).isEmpty();
  }
}
