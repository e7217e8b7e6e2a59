// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * What tells a sender's messages apart: 1 to 64 of {@code A-Z a-z 0-9 _ -}, chosen by the sender
 * or, where the sender gave none, by the gateway (protocol, rule 4).
 */
public record MessageId(@JsonValue String value) {
  public static final int MAX_LENGTH = 64;

  /**
   * @throws IllegalArgumentException if the text is no valid message id
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MessageId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a message id");
    }
  }

  /** The id that this text spells, or nothing if it is none. */
  public static Optional<MessageId> parse(String text) {
    return isValid(text) ? Optional.of(new MessageId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
