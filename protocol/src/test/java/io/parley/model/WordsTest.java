// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be a name, an id, a code; no invalid one can be made. */
final class WordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Z",
        "0",
        ".",
        "_",
        "-",
        "hans.solo_1-A",
        "..",
        "12345678901234567890123456789012"
      })
  void aNameHasOneTo32Characters(String name) {
    assertThat(Username.parse(name)).contains(new Username(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "é",
        "a\n",
        "a/b",
        "a@b",
        "ａ",
        "123456789012345678901234567890123"
      })
  void whatIsNoNameCannotBecomeOne(String name) {
    assertThat(Username.parse(name)).isEmpty();
    assertThatThrownBy(() -> new Username(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreCaseSensitiveAndSortedAsTheirCharactersAre() {
    assertThat(new Username("Hans")).isNotEqualTo(new Username("hans"));
    assertThat(new Username("Zoe")).isLessThan(new Username("anna"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "é", "a\u0000"})
  void whatIsNoMessageIdCannotBecomeOne(String id) {
    assertThat(MessageId.parse(id)).isEmpty();
    assertThatThrownBy(() -> new MessageId(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageIdHasOneTo64Characters() {
    assertThat(MessageId.parse("-")).isPresent();
    assertThat(MessageId.parse("aZ09_-".repeat(11).substring(0, 64))).isPresent();
    assertThat(MessageId.parse("a".repeat(65))).isEmpty();
  }

  @Test
  void theErrorCodesAreThoseOfTheProtocol() {
    assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::word))
        .containsExactly(
            ("bad-request too-long unknown-command not-logged-in already-logged-in bad-credentials"
                    + " locked user-online invalid-username weak-password name-taken"
                    + " registration-closed no-such-user self blocked not-blocked already-blocked"
                    + " offline no-peer declined mailbox-full rate-limited unavailable"
                    + " shutting-down")
                .split(" "));
    for (FailureCode code : FailureCode.values()) {
      assertThat(FailureCode.of(code.word())).contains(code);
    }
    assertThat(FailureCode.of("LOCKED")).isEmpty();
  }

  @Test
  void theReasonsForAGoodbyeAreThoseOfTheProtocol() {
    assertThat(Arrays.stream(GoodbyeReason.values()).map(GoodbyeReason::word))
        .containsExactly(
            "logout timeout locked kicked replaced shutdown too-slow unauthenticated".split(" "));
    for (GoodbyeReason reason : GoodbyeReason.values()) {
      assertThat(GoodbyeReason.of(reason.word())).contains(reason);
    }
    assertThat(GoodbyeReason.of("bored")).isEmpty();
  }

  @Test
  void noLogShowsASecretOrAText() {
    ChatMessage message =
        new ChatMessage(
            new Username("hans"),
            new Username("yoda"),
            new MessageId("m"),
            "meet me at noon",
            Instant.EPOCH);

    assertThat(message.toString()).doesNotContain("noon");
    assertThat(new Secret("falcon*solo").toString()).doesNotContain("falcon");
  }
}
