// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.Username;

/** Tells which texts may reach a terminal: control characters are what moves its cursor. */
public final class Printable {
  private static final int LONGEST_QUOTE = 40;

  private Printable() {}

  /** Whether this is one of U+0000–U+001F and U+007F–U+009F. */
  public static boolean isControl(char c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f);
  }

  /** Whether a text holds no control character. */
  public static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text holds no control character but tabs: what a message may be. */
  public static boolean isPrintableOrTab(String text) {
    return text.indexOf('\t') < 0 ? isPrintable(text) : isPrintable(text.replace('\t', ' '));
  }

  /** The text with each control character but tabs replaced, for what was not checked before. */
  public static String clean(String text) {
    if (isPrintableOrTab(text)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(isControl(c) && c != '\t' ? '\uFFFD' : c);
    }
    return clean.toString();
  }

  /**
   * What somebody sent, fit to stand in a sentence: a word as it is, anything else in quotation
   * marks, all of it short, on one line and visible.
   */
  public static String quoted(String text) {
    boolean isLong = text.length() > LONGEST_QUOTE;
    String start = isLong ? text.substring(0, LONGEST_QUOTE) : text;
    StringBuilder visible = new StringBuilder();
    start.codePoints().map(c -> isVisible(c) ? c : '\uFFFD').forEach(visible::appendCodePoint);
    String quote = isLong ? visible + "…" : visible.toString();
    return Username.parse(quote).isPresent() ? quote : '"' + quote + '"';
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
