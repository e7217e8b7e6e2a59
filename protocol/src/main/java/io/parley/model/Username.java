// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A name that an account may have: 1 to 32 of {@code A-Z a-z 0-9 . _ -}, case-sensitive (protocol,
 * rule 1).
 */
public record Username(@JsonValue String value) implements Comparable<Username> {
  public static final int MAX_LENGTH = 32;

  /**
   * @throws IllegalArgumentException if the text is no valid name
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Username {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a user name");
    }
  }

  /** The name that this text spells, or nothing if no account can have it. */
  public static Optional<Username> parse(String text) {
    return isValid(text) ? Optional.of(new Username(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  @Override
  public int compareTo(Username other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
