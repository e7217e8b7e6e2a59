// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.SessionRef;
import java.time.Instant;
import java.util.Optional;

/**
 * What the database knows of a user's last session.
 *
 * @param logoutAt when it ended; empty while it is open
 * @param resumeHash hash of the secret by which it may be resumed
 * @param shown whether others have been told that the user came, and not yet that the user went
 * @param previousLogin when the session before this one began
 */
record LastSession(
    SessionRef session,
    Instant loginAt,
    Optional<Instant> logoutAt,
    Optional<String> resumeHash,
    boolean shown,
    Optional<Instant> previousLogin) {

  boolean isOpen() {
    return logoutAt.isEmpty();
  }
}
