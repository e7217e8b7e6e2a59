// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.sample.Chance;
import io.parley.sample.Records;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalsTest {
  private static final Command MESSAGE = new Command.Message("yoda", "hi", Optional.empty());

  @ParameterizedTest
  @EnumSource
  void everyCodeHasASentenceForEveryCommand(FailureCode code) {
    Records records = new Records(Chance.fresh());
    for (Class<?> type : Records.leavesOf(Command.class)) {
      Command command = (Command) records.any(type);

      Reply.Refused refused = Refusals.of(code, command, Optional.of(Duration.ofMillis(1)));

      assertThat(refused.code()).isEqualTo(code);
      assertThat(refused.text())
          .matches(Pattern.compile("\\S.*\\."))
          .hasSizeLessThan(200)
          .matches(Printable::isPrintable, "printable");
    }
  }

  @Test
  void noTwoCodesHaveTheSameSentence() {
    Set<String> sentences = new HashSet<>();
    for (FailureCode code : FailureCode.values()) {
      assertThat(sentences.add(Refusals.of(code, MESSAGE).text())).as(code.word()).isTrue();
    }
  }

  @Test
  void aSentenceNamesWhomItIsAbout() {
    assertThat(Refusals.of(FailureCode.NO_SUCH_USER, MESSAGE).text()).contains("yoda");
    assertThat(Refusals.of(FailureCode.ALREADY_BLOCKED, new Command.Block("vader")).text())
        .contains("vader");
    assertThat(Refusals.sentence(FailureCode.OFFLINE, Optional.empty(), ""))
        .startsWith("That user ");
  }

  @Test
  void aSentenceSaysHowLongToWait() {
    assertThat(
            Refusals.of(FailureCode.LOCKED, MESSAGE, Optional.of(Duration.ofMillis(59_500))).text())
        .contains("in 60 seconds");
    assertThat(
            Refusals.of(FailureCode.RATE_LIMITED, MESSAGE, Optional.of(Duration.ofSeconds(1)))
                .text())
        .contains("in 1 second.");
    assertThat(Refusals.of(FailureCode.LOCKED, MESSAGE).text()).contains("later");
  }

  @Test
  void aSentenceFitsWhatWasAsked() {
    assertThat(Refusals.of(FailureCode.SELF, new Command.Block("hans")).text())
        .contains("cannot block yourself");
    assertThat(
            Refusals.of(
                    FailureCode.BAD_CREDENTIALS,
                    new Command.ChangePassword(new Secret("a"), new Secret("b")))
                .text())
        .contains("old password");
    assertThat(
            Refusals.of(
                    FailureCode.BAD_CREDENTIALS,
                    new Command.Login(
                        "hans", new Command.Resume(new Secret("s")), true, Optional.empty()))
                .text())
        .contains("resumed");
  }

  @Test
  void aNameThatIsNoNameIsQuotedShortAndHarmless() {
    Command message =
        new Command.Message("x\u001b[2J" + "😀".repeat(5_000), "hi", Optional.empty());

    String text = Refusals.of(FailureCode.NO_SUCH_USER, message).text();

    assertThat(text).hasSizeLessThan(120).matches(Printable::isPrintable);
    assertThat(text.codePoints()).noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
