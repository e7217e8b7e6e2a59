// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.time.Duration;

/**
 * How often something may be done: so many times at once, and as many again in this time. Zero
 * times means that there is no limit.
 */
public record Rate(int count, Duration time) {
  /** No limit. */
  public static final Rate UNLIMITED = new Rate(0, Duration.ofSeconds(1));

  public boolean isUnlimited() {
    return count == 0;
  }
}
