// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.util.Locale;
import java.util.function.Function;

/**
 * One option of the server: what it is called everywhere, what it is if nobody says, and how its
 * text is read.
 *
 * @param name as on the command line, without the dashes, and in the properties file
 * @param defaultText in the form in which a person would write it; empty for "not set"
 * @param placeholder what the usage text shows for the value; empty for a flag
 * @param reader of the value; throws {@link IllegalArgumentException} with what it expected
 * @param help one line for the usage text
 */
public record Setting<T>(
    String name, String defaultText, String placeholder, Function<String, T> reader, String help) {

  /** Whether its name alone on the command line says all. */
  boolean isFlag() {
    return placeholder.isEmpty();
  }

  /** The environment variable of the same meaning. */
  String environmentName() {
    return "PARLEY_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * Reads a value.
   *
   * @param place how the person who wrote it calls this option
   */
  T read(String place, String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(place + " needs " + e.getMessage() + ", not '" + text + "'.");
    }
  }
}
