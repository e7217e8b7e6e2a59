// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Secret;

/**
 * How a password is made into what may be stored. Slow on purpose; one instance is used by one
 * thread at a time.
 */
interface PasswordHash {
  /** A new hash, with its salt and its parameters in it. */
  String hash(Secret password);

  /** Whether the password is the one of which this hash was made. */
  boolean matches(Secret password, String hash);

  /** Whether the hash was made with other parameters than are used now. */
  boolean isOutdated(String hash);

  /** A hash that no password matches, and that takes as long to try as any other. */
  String unmatchable();
}
