// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Reads a line as chat is typed: blanks part the words, and nothing quotes or escapes. */
final class BlankSeparated implements Parser {
  private record Words(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return words.get(wordIndex);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> words = new ArrayList<>();
    int wordIndex = -1;
    int wordCursor = 0;
    int position = 0;
    int end = Math.min(cursor, line.length());
    while (position < line.length()) {
      int start = position;
      while (position < line.length() && !isBlank(line.charAt(position))) {
        position++;
      }
      if (position > start) {
        if (start <= end && end <= position) {
          wordIndex = words.size();
          wordCursor = end - start;
        }
        words.add(line.substring(start, position));
      }
      if (wordIndex < 0 && position >= end) {
        // the cursor stands between two words, where a new one may begin
        wordIndex = words.size();
        words.add("");
      }
      position++;
    }
    if (wordIndex < 0) {
      wordIndex = words.size();
      words.add("");
    }
    return new Words(line, cursor, words, wordIndex, wordCursor);
  }

  @Override
  public boolean isEscapeChar(char c) {
    return false;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
