// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Words of 192 random bits that nobody can guess, made of {@code A-Z a-z 0-9 _ -}. */
final class Tokens implements Supplier<Secret> {
  private static final int BYTES = 24;

  private final SecureRandom random = new SecureRandom();

  @Override
  public Secret get() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
