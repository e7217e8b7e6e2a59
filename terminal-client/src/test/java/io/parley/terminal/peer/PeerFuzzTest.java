// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.fuzz.Fuzzing;
import io.parley.terminal.screen.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What another client says never breaks this one, nor its person's terminal. */
class PeerFuzzTest {
  @Test
  void aPeersLineIsAFrameOrNothing() {
    Fuzzing.run(
        "peer protocol",
        Fuzzing.bytes(
            "{\"say\":\"hello\",\"user\":\"hans\",\"token\":\"q0Vt\"}",
            "{\"say\":\"ready\"}",
            "{\"say\":null}",
            "{\"say\":\"text\",\"n\":null,\"text\":null}",
            "{\"say\":\"turned-away\",\"reason\":\"busy\"}",
            "{\"say\":\"text\",\"n\":1,\"text\":\"psst\"}",
            "{\"say\":\"seen\",\"n\":9223372036854775807}",
            "{\"say\":\"bye\",\"reason\":\"stopped\"}"),
        (input, random) -> {
          Optional<PeerFrame> frame = PeerDialect.read(new String(input, StandardCharsets.UTF_8));
          frame.ifPresent(
              each -> assertThat(PeerDialect.read(PeerDialect.write(each))).contains(each));
        });
  }

  @Test
  void noTextIsMoreThanOneLineOnTheTerminal() {
    Fuzzing.run(
        "terminal filter",
        Fuzzing.bytes(
            "hans: hi",
            "* yoda logged in",
            "a\n* yoda logged in",
            "\u001b[2J",
            "\u202eabc\u202c",
            "e\u0301\u0301\u0301\u0301\ufeff\u0301\u0301"),
        (input, random) -> {
          String shown = SafeText.shown(new String(input, StandardCharsets.UTF_8));
          assertThat(shown.codePoints())
              .noneMatch(c -> Character.isISOControl(c) && c != '\t')
              .noneMatch(c -> c >= 0x2028 && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
          assertThat(SafeText.shown(shown)).isEqualTo(shown);
        });
  }
}
