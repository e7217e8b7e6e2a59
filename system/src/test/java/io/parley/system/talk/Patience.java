// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.time.Duration;

/** How long a test waits for what must come, before it says that it did not. */
public final class Patience {
  /** Generous: only a failing test waits so long. */
  public static final Duration DEADLINE = Duration.ofSeconds(60);

  private Patience() {}
}
