// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Makes the secrets by which a session can be resumed, and what may be known of them elsewhere:
 * their hash. A secret of this length needs no slow hash, for it cannot be guessed.
 */
final class ResumeSecrets {
  private static final int BYTES = 32;

  private final SecureRandom random;

  ResumeSecrets(SecureRandom random) {
    this.random = random;
  }

  Secret fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What goes over the bus and into the store instead of the secret. */
  static String hash(Secret secret) {
    byte[] bytes = secret.value().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
