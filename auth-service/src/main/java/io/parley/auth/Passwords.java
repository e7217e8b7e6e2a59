// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a password must be like (protocol, rule 1). */
final class Passwords {
  static final int SHORTEST = 8;
  static final int LONGEST = 128;

  private Passwords() {}

  /** Whether a user may choose it. */
  static boolean canBeChosen(Secret password) {
    int length = length(password.value());
    return length >= SHORTEST && length <= LONGEST;
  }

  /** Whether a credentials file may give it: a short one too, but none that nobody could type. */
  static boolean canBeImported(String password) {
    int length = length(password);
    return length >= 1 && length <= LONGEST && password.chars().noneMatch(Character::isISOControl);
  }

  /** Compares in a time that does not tell how much of it was right. */
  static boolean areSame(Secret one, Secret other) {
    return MessageDigest.isEqual(
        one.value().getBytes(StandardCharsets.UTF_8),
        other.value().getBytes(StandardCharsets.UTF_8));
  }

  private static int length(String password) {
    return password.codePointCount(0, password.length());
  }
}
