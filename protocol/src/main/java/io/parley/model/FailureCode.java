// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Every way in which a request can be refused (protocol, error codes). */
public enum FailureCode {
  BAD_REQUEST,
  TOO_LONG,
  UNKNOWN_COMMAND,
  NOT_LOGGED_IN,
  ALREADY_LOGGED_IN,
  BAD_CREDENTIALS,
  LOCKED,
  USER_ONLINE,
  INVALID_USERNAME,
  WEAK_PASSWORD,
  NAME_TAKEN,
  REGISTRATION_CLOSED,
  NO_SUCH_USER,
  SELF,
  BLOCKED,
  NOT_BLOCKED,
  ALREADY_BLOCKED,
  OFFLINE,
  NO_PEER,
  DECLINED,
  MAILBOX_FULL,
  RATE_LIMITED,
  UNAVAILABLE,
  SHUTTING_DOWN;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word on the wire. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The code that this word names; nothing if a newer server knows more codes. */
  public static Optional<FailureCode> of(String word) {
    for (FailureCode code : values()) {
      if (code.word.equals(word)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }

  @JsonCreator
  static FailureCode fromJson(String word) {
    return of(word).orElseThrow(() -> new IllegalArgumentException("no failure code"));
  }
}
