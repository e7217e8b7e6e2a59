// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.util.regex.Pattern;
import org.jline.utils.AttributedString;

/**
 * Sees to it that what somebody says cannot, where the terminal breaks its line, look like a line
 * of this client or of somebody else: such a row is marked as the continuation that it is. All
 * other text stays in one piece, to be copied as it came.
 */
final class LongTalk {
  private static final String MARK = "  | ";
  private static final int LEAST_WIDTH = 20;

  /**
   * News, what was sent, what was typed, what others say, and what asks for a name or a password.
   */
  private static final Pattern LOOKS_LIKE_A_LINE =
      Pattern.compile(
          "\\*|->|>|[A-Za-z0-9._-]{1,32}(?: \\([a-z]+\\))?[:>]|trust this server|new (?:user|password)");

  private LongTalk() {}

  /** The text, broken where it must be. */
  static String laidOut(String text, int width) {
    if (width < LEAST_WIDTH || text.length() <= width / 2) {
      return text;
    }
    String first = columns(text, width);
    StringBuilder rows = new StringBuilder(first);
    String rest = text.substring(first.length());
    while (!rest.isEmpty()) {
      boolean marked = LOOKS_LIKE_A_LINE.matcher(rest).lookingAt();
      String row = columns(rest, marked ? width - MARK.length() : width);
      rows.append(marked ? "\n" + MARK : "").append(row);
      rest = rest.substring(row.length());
    }
    return rows.toString();
  }

  /** As much as has room in one row, and at least one character. */
  private static String columns(String text, int columns) {
    String row = new AttributedString(text).columnSubSequence(0, columns).toString();
    return row.isEmpty() ? text.substring(0, Character.charCount(text.codePointAt(0))) : row;
  }
}
