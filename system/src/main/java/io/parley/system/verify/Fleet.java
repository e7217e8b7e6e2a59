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

  /** How often all of a share of the participants were told to drop their connections. */
  int dropsOrdered(int participant);

  /** An answer came that makes a promise: a moment that a fault injector may like. */
  void promised();
}
