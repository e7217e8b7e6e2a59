// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, read by the type that they must have. */
final class JsonFields {
  private final String path;
  private final Map<String, JsonValue> nameToValue = new LinkedHashMap<>();

  /**
   * @param path what comes before a field's name where a person is told of it
   */
  JsonFields(String path) {
    this.path = path;
  }

  /** That a field is not what it must be; the message is a sentence that names it. */
  static final class BadField extends Exception {
    private static final long serialVersionUID = 1L;

    BadField(String sentence) {
      super(sentence, null, false, false);
    }
  }

  void put(String name, JsonValue value) {
    if (nameToValue.put(name, value) != null) {
      nameToValue.put(name, new JsonValue.Doubled());
    }
  }

  boolean has(String name) {
    return nameToValue.containsKey(name);
  }

  String text(String name) throws BadField {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) throws BadField {
    return switch (value(name)) {
      case null -> Optional.empty();
      case JsonValue.Text text -> Optional.of(text.value());
      default -> throw mistyped(name, "a string");
    };
  }

  /** A text with at least one character. */
  String filledText(String name) throws BadField {
    String text = text(name);
    if (text.isEmpty()) {
      throw wrong(name, "is empty");
    }
    return text;
  }

  Secret secret(String name) throws BadField {
    return new Secret(text(name));
  }

  boolean truth(String name) throws BadField {
    return optionalTruth(name).orElseThrow(() -> missing(name));
  }

  Optional<Boolean> optionalTruth(String name) throws BadField {
    return switch (value(name)) {
      case null -> Optional.empty();
      case JsonValue.Truth truth -> Optional.of(truth.value());
      default -> throw mistyped(name, "true or false");
    };
  }

  /** A whole number within bounds, written without fraction and exponent. */
  long integer(String name, long least, long most) throws BadField {
    JsonValue value = value(name);
    if (value == null) {
      throw missing(name);
    }
    String range = "a whole number from " + least + " to " + most;
    if (!(value instanceof JsonValue.Digits digits)) {
      throw mistyped(name, range);
    }
    String literal = digits.literal();
    // Longer ones are beyond every bound, and too long for the type.
    boolean whole =
        literal.length() <= 18 && literal.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    if (!whole || Long.parseLong(literal) < least || Long.parseLong(literal) > most) {
      throw mistyped(name, range);
    }
    return Long.parseLong(literal);
  }

  Optional<JsonFields> optionalFields(String name) throws BadField {
    return switch (value(name)) {
      case null -> Optional.empty();
      case JsonValue.Fields object -> Optional.of(object.fields());
      default -> throw mistyped(name, "an object");
    };
  }

  JsonFields fields(String name) throws BadField {
    return optionalFields(name).orElseThrow(() -> missing(name));
  }

  List<String> texts(String name) throws BadField {
    JsonValue value = value(name);
    if (value == null) {
      throw missing(name);
    }
    List<String> texts = new ArrayList<>();
    if (!(value instanceof JsonValue.Items items)) {
      throw mistyped(name, "an array of strings");
    }
    for (JsonValue item : items.values()) {
      if (!(item instanceof JsonValue.Text text)) {
        throw mistyped(name, "an array of strings");
      }
      texts.add(text.value());
    }
    return texts;
  }

  Instant time(String name) throws BadField {
    return optionalTime(name).orElseThrow(() -> missing(name));
  }

  Optional<Instant> optionalTime(String name) throws BadField {
    Optional<String> text = optionalText(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      throw mistyped(name, "a time such as 2026-01-02T03:04:05.678Z");
    }
  }

  BadField missing(String name) {
    return wrong(name, "is missing");
  }

  BadField mistyped(String name, String expected) {
    return wrong(name, "must be " + expected);
  }

  BadField wrong(String name, String problem) {
    return new BadField("The field " + path + name + " " + problem + ".");
  }

  private @Nullable JsonValue value(String name) throws BadField {
    JsonValue value = nameToValue.get(name);
    if (value instanceof JsonValue.Doubled) {
      throw wrong(name, "is there twice");
    }
    return value;
  }
}
