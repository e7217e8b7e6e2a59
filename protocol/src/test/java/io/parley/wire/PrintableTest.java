// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {
  @Test
  void controlCharactersAreC0DeleteAndC1() {
    for (int c = 0; c < 0x200; c++) {
      assertThat(Printable.isControl((char) c)).isEqualTo(Character.isISOControl(c));
    }
  }

  @Test
  void aTextIsPrintableWithoutThem() {
    assertThat(Printable.isPrintable("a é 日本 😀")).isTrue();
    assertThat(Printable.isPrintable("a\tb")).isFalse();
    assertThat(Printable.isPrintableOrTab("a\tb")).isTrue();
    assertThat(Printable.isPrintableOrTab("a\tb\n")).isFalse();
  }

  @Test
  void whatIsPrintableIsCleanAlready() {
    String text = "a\tb 😀";

    assertThat(Printable.clean(text)).isSameAs(text);
    assertThat(Printable.clean("a\tb\u009b")).isEqualTo("a\tb\uFFFD");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      textBlock =
          """
          yoda,         yoda
          hans solo,    "hans solo"
          ^^,           ""
          Error:,       "Error:"
          """)
  void aWordIsQuotedAsItIsAndAllElseInQuotationMarks(String text, String quoted) {
    assertThat(Printable.quoted(text)).isEqualTo(quoted);
  }

  @Test
  void aQuoteIsShortAndVisible() {
    assertThat(Printable.quoted("a\u001b\u202e\u2028b")).isEqualTo("\"a\uFFFD\uFFFD\uFFFDb\"");
    assertThat(Printable.quoted("x".repeat(41))).isEqualTo("\"" + "x".repeat(40) + "…\"");
    assertThat(Printable.quoted("x".repeat(39) + "😀y"))
        .isEqualTo("\"" + "x".repeat(39) + "\uFFFD…\"");
  }
}
