// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.model.Username;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The code that two people compare to know that nobody, the server neither, is between their
 * clients. Each side has its thirty digits in it, as in Signal's safety numbers (M. Marlinspike,
 * "Safety number updates", 2016): whoever wants both to see the same must find a key with the same
 * thirty digits as another's, which are close to a hundred bits. One hash over both keys would have
 * to be twice as long for that, since somebody in between may choose two keys of his own.
 */
final class ComparedCode {
  private static final int GROUPS_OF_ONE = 6;
  private static final int BYTES_OF_GROUP = 5;
  private static final String CONTEXT = "parley private session 1\n";

  private ComparedCode() {}

  /** The same on both sides. */
  static String of(Caller one, Caller other) {
    return Stream.of(digits(one.user(), one.key()), digits(other.user(), other.key()))
        .sorted()
        .reduce((first, second) -> first + " " + second)
        .orElseThrow();
  }

  private static String digits(Username user, Fingerprint key) {
    byte[] hash = hash(user, key);
    List<String> groups = new ArrayList<>();
    for (int group = 0; group < GROUPS_OF_ONE; group++) {
      long number = 0;
      for (int i = 0; i < BYTES_OF_GROUP; i++) {
        number = number << 8 | hash[group * BYTES_OF_GROUP + i] & 0xFF;
      }
      groups.add(String.format(Locale.ROOT, "%05d", number % 100_000));
    }
    return String.join(" ", groups);
  }

  private static byte[] hash(Username user, Fingerprint key) {
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update((CONTEXT + user + "\n").getBytes(StandardCharsets.US_ASCII));
      return sha512.digest(key.bytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
