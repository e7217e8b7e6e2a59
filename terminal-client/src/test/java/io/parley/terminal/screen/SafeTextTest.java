// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class SafeTextTest {
  static final List<String> HOSTILE =
      List.of(
          "\u001b[2J\u001b[H",
          "\u001b]0;OWNED\u0007",
          "\u001b[6n",
          "\u001b[c",
          "\u001b]52;c;cm0gLXJmIH4K\u0007",
          "\rleia: I am leia",
          "\nleia: I am leia",
          "\r\nleia: I am leia",
          "\b\b\b\bleia",
          "\u001b[?1049h",
          "\u001b[1;3r",
          "\u001b[?25l",
          "\u009b2J",
          "\u009d0;OWNED\u009c",
          "\u0090q\u009c",
          "abc\u202edef",
          "\u2066abc\u2069",
          "a\u2028b",
          "a\u0085b",
          "\ud800x",
          "\uffff",
          "a\u007fb",
          "\u0000");

  @ParameterizedTest
  @FieldSource("HOSTILE")
  void nothingHostileIsLeftOfAText(String text) {
    // When
    String shown = SafeText.shown(text);

    // Then
    assertThat(shown.codePoints())
        .noneMatch(c -> Character.isISOControl(c) || (c >= 0x2028 && c <= 0x202E))
        .noneMatch(c -> (c >= 0x2066 && c <= 0x2069) || (c >= 0xD800 && c <= 0xDFFF));
    assertThat(SafeText.shown(shown)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`hello  there`",
        "`it's don't \\ end \"quoted\"`",
        "`日本語 👍 👨‍👩‍👧 ❤️ é עברית`",
        "`message hans hi`",
        "`{\"op\":\"logout\"}`",
      })
  void ordinaryTextStaysAsItIs(String text) {
    assertThat(SafeText.shown(text)).isEqualTo(text);
    assertThat(SafeText.sent(text)).isEqualTo(text);
  }

  @Test
  void aControlCharacterBecomesItsPicture() {
    assertThat(SafeText.shown("a\u001bb\u0007c\u007fd")).isEqualTo("a␛b␇c␡d");
  }

  @Test
  void aLineBreakBecomesASignSoThatATextStaysOneLine() {
    assertThat(SafeText.shown("one\r\ntwo\nthree\u2028four")).isEqualTo("one⏎two⏎three⏎four");
  }

  @Test
  void marksThatWouldPileUpOverOtherLinesAreCut() {
    assertThat(SafeText.shown("e" + "\u0301".repeat(50) + "f"))
        .isEqualTo("e" + "\u0301".repeat(4) + "f");
  }

  @Test
  void whatIsSentLosesControlCharactersOnly() {
    // Given
    String text = "a\u200fb\u202ec\u2028d\te" + "\u0301".repeat(9);

    // Then
    assertThat(SafeText.sent(text)).isEqualTo(text);
    assertThat(SafeText.sent("x\u001b[2Jy\nz\u009b")).isEqualTo("x␛[2Jy⏎z\ufffd");
  }
}
