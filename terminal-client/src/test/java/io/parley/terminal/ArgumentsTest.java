// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.terminal.link.ServerAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static Arguments parse(String... words) {
    return Arguments.parse(List.of(words), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 127.0.0.1, 5001",
    "6000, 127.0.0.1, 6000",
    "chat.example.org, chat.example.org, 5443",
    "chat.example.org 6000, chat.example.org, 6000",
    "[::1] 6000, ::1, 6000",
    "--user hans 6000, 127.0.0.1, 6000",
    "6000 --user=hans, 127.0.0.1, 6000",
  })
  void hostAndPortMayBeLeftOut(String line, String host, int port) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ");
    assertThat(parse(words).server()).isEqualTo(new ServerAddress(host, port));
  }

  @Test
  void aPairIsCutAtItsFirstColon() {
    // When
    Arguments arguments = parse("localhost", "5001", "hans:fal:con");

    // Then
    assertThat(arguments.user()).contains("hans");
    assertThat(arguments.password()).contains(new Secret("fal:con"));
  }

  @Test
  void everyOptionMayStandInTheEnvironmentAndTheCommandLineWins() {
    // Given
    Map<String, String> environment =
        Map.of(
            "PARLEY_USER", "hans",
            "PARLEY_PASSWORD", "falcon",
            "PARLEY_PRIVATE", "ask",
            "PARLEY_PEER_PORT", "6001",
            "PARLEY_PEER_HOST", "nat.example.org",
            "PARLEY_STATE", "/somewhere");

    // When
    Arguments arguments =
        Arguments.parse(List.of("--private", "off", "--peer-port=7001"), environment);

    // Then
    assertThat(arguments.user()).contains("hans");
    assertThat(arguments.password()).contains(new Secret("falcon"));
    assertThat(arguments.peers().policy()).isEmpty();
    assertThat(arguments.peers().port()).isEqualTo(7001);
    assertThat(arguments.peers().host()).contains("nat.example.org");
    assertThat(arguments.state()).isEqualTo(Path.of("/somewhere"));
  }

  @Test
  void aPasswordWithoutAUserIsNotUsed() {
    assertThat(Arguments.parse(List.of(), Map.of("PARLEY_PASSWORD", "x")).password()).isEmpty();
  }

  @Test
  void theStateIsWhereTheSystemKeepsSuchThings() {
    // Then
    assertThat(Arguments.parse(List.of(), Map.of("XDG_STATE_HOME", "/xdg")).state())
        .isEqualTo(Path.of("/xdg/parley"));
    assertThat(Arguments.parse(List.of(), Map.of("XDG_STATE_HOME", "relative")).state())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "state", "parley"));
    assertThat(parse().peers().policy()).contains(PeerPolicy.AUTO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost many        | PORT is a number from 1 to 65535, not many.",
        "localhost 0           | PORT is a number from 1 to 65535, not 0.",
        "70000                 | PORT is a number from 1 to 65535, not 70000.",
        "localhost 99999999999 | PORT is a number from 1 to 65535, not 99999999999.",
        "a 1 hans:x more       | One argument too many: more.",
        "a 1 hans              | The third argument must be USER:PASSWORD, with a colon between"
            + " the two.",
        "--usr hans            | There is no option --usr; did you mean --user?",
        "--verbose             | There is no option --verbose.",
        "-x                    | There is no option -x.",
        "--user                | --user needs a value.",
        "--private maybe       | --private is auto, ask or off, not maybe.",
        "--peer-port 80        | --peer-port is a number from 1024 to 65535, not 80.",
      })
  void whatMakesNoSenseIsNamed(String line, String sentence) {
    assertThatThrownBy(() -> Arguments.parse(Arrays.asList(line.split(" ")), Map.of()))
        .isInstanceOf(UsageProblem.class)
        .hasMessage(sentence);
  }
}
