// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Why the server ends a connection, as the event {@code bye} says it. */
public enum GoodbyeReason {
  LOGOUT,
  TIMEOUT,
  LOCKED,
  KICKED,
  REPLACED,
  SHUTDOWN,
  TOO_SLOW,
  UNAUTHENTICATED;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word on the wire. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The reason that this word names; nothing if a newer server knows more reasons. */
  public static Optional<GoodbyeReason> of(String word) {
    for (GoodbyeReason reason : values()) {
      if (reason.word.equals(word)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  @JsonCreator
  static GoodbyeReason fromJson(String word) {
    return of(word).orElseThrow(() -> new IllegalArgumentException("no reason for a goodbye"));
  }
}
