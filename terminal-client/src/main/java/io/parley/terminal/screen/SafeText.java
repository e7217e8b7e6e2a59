// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

/**
 * Makes foreign text harmless: what comes out is one line and holds nothing that moves a cursor,
 * changes a terminal or reorders what stands before it. Filtering twice changes nothing.
 */
public final class SafeText {
  private static final int MOST_MARKS_ON_ONE_BASE = 4;
  private static final int REPLACEMENT = 0xFFFD;
  private static final int LINE_BREAK = '⏎';
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int PICTURE_OF_DELETE = 0x2421;

  private SafeText() {}

  /** The text as it may be shown; tabs stay. */
  public static String shown(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\r' && i < text.length() && text.charAt(i) == '\n') {
        continue;
      }
      if (isInvisible(c)) {
        continue;
      }
      marks = isMark(c) ? marks + 1 : 0;
      if (marks <= MOST_MARKS_ON_ONE_BASE) {
        safe.appendCodePoint(isBroken(c) ? REPLACEMENT : isLineBreak(c) ? LINE_BREAK : plain(c));
      }
    }
    return safe.toString();
  }

  /** The text as it may be sent: only what the protocol forbids is replaced, all else stays. */
  public static String sent(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> safe.appendCodePoint(isSurrogate(c) ? REPLACEMENT : plain(c)));
    return safe.toString();
  }

  /** Any character but a control character as it is. */
  private static int plain(int c) {
    if (c == '\t') {
      return c;
    }
    if (c == '\n') {
      return LINE_BREAK;
    }
    if (c < 0x20) {
      return CONTROL_PICTURES + c;
    }
    if (c == 0x7F) {
      return PICTURE_OF_DELETE;
    }
    // the eight-bit forms of the sequences that begin with ESC
    return c >= 0x80 && c <= 0x9F ? REPLACEMENT : c;
  }

  private static boolean isLineBreak(int c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static boolean isBroken(int c) {
    return isSurrogate(c) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** What has no width and no place in a chat; joiners stay, scripts and emoji need them. */
  private static boolean isInvisible(int c) {
    return isDirection(c)
        || c == 0x200B
        || (c >= 0x2060 && c <= 0x2064)
        || c == 0xFEFF
        || c == 0xAD
        || c == 0x180E
        || (c >= 0xFFF9 && c <= 0xFFFB)
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  private static boolean isDirection(int c) {
    return (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x206F)
        || c == 0x200E
        || c == 0x200F
        || c == 0x061C;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }
}
