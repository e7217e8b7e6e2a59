// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.Locale;

/** What can be asked over the bus. A node offers some of these, and several may offer the same. */
public enum Service {
  AUTH,
  PRESENCE,
  MESSAGING,

  /** Of gateways each is a person of its own: a question goes to the one that it names. */
  GATEWAY;

  /**
   * Whether its answers come from the cluster's maps, which a node that is cut off has copies of.
   */
  boolean needsRoster() {
    return this == PRESENCE;
  }

  /** The word for it in addresses, logs and metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
