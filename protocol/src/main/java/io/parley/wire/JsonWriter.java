// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes one JSON object as one line. Nothing in it can end the line or move a cursor: besides what
 * JSON asks for, DEL, the C1 controls and the separators U+2028 and U+2029 are escaped.
 */
final class JsonWriter {
  private final StringBuilder line = new StringBuilder(160).append('{');

  JsonWriter put(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  JsonWriter put(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, text));
    return this;
  }

  JsonWriter put(String name, long value) {
    name(name);
    line.append(value);
    return this;
  }

  JsonWriter put(String name, boolean value) {
    name(name);
    line.append(value);
    return this;
  }

  JsonWriter put(String name, Instant value) {
    return put(name, WireTime.format(value));
  }

  JsonWriter put(String name, List<?> values) {
    name(name);
    line.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        line.append(',');
      }
      quote(values.get(i).toString());
    }
    line.append(']');
    return this;
  }

  /** Puts what is JSON already. */
  JsonWriter putJson(String name, String json) {
    name(name);
    line.append(json);
    return this;
  }

  /** The finished object; nothing can be put any more. */
  String end() {
    return line.append('}').toString();
  }

  private void name(String name) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(name).append("\":");
  }

  private void quote(String text) {
    line.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (needsEscape(c)) {
        line.append(text, copied, i);
        escape(c);
        copied = i + 1;
      }
    }
    line.append(text, copied, text.length()).append('"');
  }

  private static boolean needsEscape(char c) {
    return c == '"' || c == '\\' || Printable.isControl(c) || c == '\u2028' || c == '\u2029';
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> line.append('\\').append(c);
      case '\t' -> line.append("\\t");
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      default -> {
        line.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          line.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
      }
    }
  }
}
