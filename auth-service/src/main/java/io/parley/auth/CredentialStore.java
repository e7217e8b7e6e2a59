// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Username;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Keeps accounts. What it has answered as done is committed. */
interface CredentialStore {
  /**
   * What an account proves its owner with.
   *
   * @param imported the hash that a credentials file gave, which the user may have replaced since
   */
  record Stored(String hash, Optional<String> imported) {
    @Override
    public String toString() {
      return "(hash)";
    }
  }

  /** A credentials file as it was when it was read. */
  record FileState(Path path, long size, Instant modified) {}

  Future<Optional<Stored>> find(Username name);

  Future<Boolean> exists(Username name);

  /** When an account was made; nothing if there is none. */
  Future<Optional<Instant>> since(Username name);

  /** Makes an account; answers whether the name was free. */
  Future<Boolean> add(Username name, String hash, Instant now);

  /** Stores the hash of a new password that the user chose. */
  Future<Boolean> change(Username name, String hash, Instant now);

  /** Whether an account is an administrator's. */
  Future<Boolean> isAdministrator(Username name);

  /**
   * Makes an account an administrator's, or no longer; answers whether there is such an account.
   */
  Future<Boolean> appoint(Username name, boolean administrator);

  /** Puts a better hash of the same password in place of this one, if it is still that one. */
  Future<Boolean> renew(Username name, String old, String fresh);

  /** Makes an account, or gives it another password, as a credentials file says. */
  Future<Boolean> bring(Username name, String hash, Instant now);

  /** The accounts that came from a file and have chosen another password since. */
  Future<Set<Username>> ownPasswords();

  /** Whether this file was brought in completely, in this state. */
  Future<Boolean> isBroughtIn(FileState file);

  Future<Boolean> markBroughtIn(FileState file);
}
