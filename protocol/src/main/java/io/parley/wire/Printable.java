// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

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

  /** What somebody sent, short and harmless enough to be quoted in a sentence. */
  public static String shortened(String text) {
    String clean = clean(text).replace('\t', ' ');
    if (clean.length() <= LONGEST_QUOTE) {
      return clean;
    }
    // Not through the middle of a surrogate pair.
    int end = Character.isHighSurrogate(clean.charAt(LONGEST_QUOTE - 1)) ? 1 : 0;
    return clean.substring(0, LONGEST_QUOTE - end) + "…";
  }
}
