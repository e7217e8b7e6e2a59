// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.node.UsageProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandOptionsTest {
  @Test
  void anOptionWithoutAValueLeavesTheNextWordAlone() {
    // When
    CommandOptions options = parse("--until-breach", "--users", "7", "--", "--tls-port", "0");

    // Then
    assertThat(options.isGiven("until-breach")).isTrue();
    assertThat(options.isGiven("only-kills")).isFalse();
    assertThat(options.number("users", 1, 1, 10)).isEqualTo(7);
    assertThat(options.rest()).containsExactly("--tls-port", "0");
  }

  @Test
  void aValueForAnOptionThatTakesNoneIsRefused() {
    assertThatThrownBy(() -> parse("--until-breach=yes"))
        .isInstanceOf(UsageProblem.class)
        .hasMessage("--until-breach takes no value.");
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheNearestOfBothKinds() {
    assertThatThrownBy(() -> parse("--until-breech"))
        .isInstanceOf(UsageProblem.class)
        .hasMessageEndingWith("Did you mean --until-breach?");
  }

  private static CommandOptions parse(String... arguments) {
    return CommandOptions.parse(
        "verify-delivery",
        List.of("users", "seed"),
        List.of("until-breach", "only-kills"),
        List.of(arguments));
  }
}
