// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.util.List;

/** A value of JSON as it came: numbers are not converted before somebody knows what they mean. */
sealed interface JsonValue {
  record Text(String value) implements JsonValue {}

  /** A number, as its digits came. */
  record Digits(String literal) implements JsonValue {}

  record Truth(boolean value) implements JsonValue {}

  record Nothing() implements JsonValue {}

  record Items(List<JsonValue> values) implements JsonValue {}

  /** What a name has that was given more than one value: which one was meant, nobody knows. */
  record Doubled() implements JsonValue {}

  record Fields(JsonFields fields) implements JsonValue {}
}
