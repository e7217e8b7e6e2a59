// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of JSON in one pass: its fields, its id as it was written, and the first thing
 * that is wrong with its form. A frame that is JSON is read to its end even if something is wrong,
 * so that its refusal can carry its id.
 */
final class JsonReader {
  /** How deep arrays and objects may lie in each other. */
  static final int MAX_DEPTH = 32;

  // Names come from strangers: no table of them is kept. Lengths and depth are bounded by the line.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String line;
  private final JsonParser parser;
  private final String idName;
  private @Nullable RequestId id;
  private @Nullable String fault;

  private JsonReader(String line, JsonParser parser, String idName) {
    this.line = line;
    this.parser = parser;
    this.idName = idName;
  }

  /**
   * The one JSON object that this line is; nothing if it is anything else.
   *
   * @param idName the field that is echoed
   */
  static Optional<JsonFrame> read(String line, String idName) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      JsonReader reader = new JsonReader(line, parser, idName);
      JsonFields fields = reader.object("", 1);
      if (parser.nextToken() != null) {
        return Optional.empty();
      }
      return Optional.of(
          new JsonFrame(Optional.ofNullable(reader.id), fields, Optional.ofNullable(reader.fault)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private JsonFields object(String path, int depth) throws IOException {
    JsonFields fields = new JsonFields(path);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      boolean top = depth == 1;
      checkName(name);
      parser.nextToken();
      JsonValue value = value(path + name, top && name.equals("text"), depth);
      if (top && name.equals(idName)) {
        readId(fields.has(name), value);
      }
      fields.put(name, value);
    }
    return fields;
  }

  private JsonValue value(String path, boolean tabAllowed, int depth) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> text(path, tabAllowed);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Digits(parser.getText());
      case VALUE_TRUE -> new JsonValue.Truth(true);
      case VALUE_FALSE -> new JsonValue.Truth(false);
      case START_OBJECT, START_ARRAY -> nested(path, depth + 1);
      default -> new JsonValue.Nothing();
    };
  }

  private JsonValue nested(String path, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      report("The field " + Printable.quoted(path) + " is nested too deeply.");
      parser.skipChildren();
      return new JsonValue.Nothing();
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return new JsonValue.Fields(object(path + ".", depth));
    }
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(path, false, depth));
    }
    return new JsonValue.Items(items);
  }

  private JsonValue text(String path, boolean tabAllowed) throws IOException {
    String text = parser.getText();
    boolean printable = tabAllowed ? Printable.isPrintableOrTab(text) : Printable.isPrintable(text);
    if (!printable) {
      report("The field " + Printable.quoted(path) + " holds a control character.");
    } else if (hasLoneSurrogate(text)) {
      report("The field " + Printable.quoted(path) + " holds half a surrogate pair.");
    }
    return new JsonValue.Text(text);
  }

  private void checkName(String name) {
    if (!Printable.isPrintable(name) || hasLoneSurrogate(name)) {
      report("The name of a field holds a control character or half a surrogate pair.");
    }
  }

  private void readId(boolean doubled, JsonValue value) throws IOException {
    if (doubled) {
      id = null;
      report("The field " + idName + " is there twice.");
    } else if (value instanceof JsonValue.Digits digits) {
      id = new RequestId(digits.literal());
    } else if (value instanceof JsonValue.Text text && isSound(text.value())) {
      // Its text was read, so the parser stands behind it.
      int start = (int) parser.currentTokenLocation().getCharOffset();
      int end = (int) parser.currentLocation().getCharOffset();
      id = new RequestId(line.substring(start, end));
    } else {
      report("The field " + idName + " must be a string or a number.");
    }
  }

  private static boolean isSound(String text) {
    return Printable.isPrintable(text) && !hasLoneSurrogate(text);
  }

  private void report(String sentence) {
    if (fault == null) {
      fault = sentence;
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
