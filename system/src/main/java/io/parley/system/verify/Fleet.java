// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.client.JsonLink;
import java.io.IOException;
import java.time.Duration;

/** Where participants find a server, and how it is. Any thread may call. */
interface Fleet {
  /** A fresh connection. */
  JsonLink connect(Duration patience) throws IOException;

  /** Since when the server has been running undisturbed; {@link Long#MAX_VALUE} if it is not. */
  long healthySinceNanos();

  /**
   * Since when the gateway at the other end of this connection, and all that it reaches, cannot
   * reach the database; {@link Long#MAX_VALUE} if they can.
   */
  default long withoutDatabaseSinceNanos(JsonLink link) {
    return Long.MAX_VALUE;
  }

  /** Whether nodes did not hear each other, and yet lived, at any time since then. */
  default boolean wasPartedSince(long nanos) {
    return false;
  }

  /** How often all of a share of the participants were told to drop their connections. */
  int dropsOrdered(int participant);

  /** Whether this participant is to write much at once now to guests. */
  boolean wantsBurstOf(int participant);

  /**
   * A participant has read an answer that makes a promise: a moment that a fault injector may like.
   *
   * @param stored whether it says that the message is stored
   */
  void promised(int participant, boolean stored);
}
