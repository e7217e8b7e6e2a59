// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.MessageId;
import java.util.random.RandomGenerator;

/**
 * Makes ids for messages whose sender gave none: short, and never given twice, by this gateway or
 * any other, before or after a restart. One event loop only.
 */
final class MessageIds {
  private static final int BASE = 36;

  private final String prefix;
  private long count;

  /**
   * @param random from which comes what tells this gateway's ids from those of all others
   */
  MessageIds(RandomGenerator random) {
    this.prefix = Long.toUnsignedString(random.nextLong(), BASE) + "-";
  }

  MessageId next() {
    count++;
    return new MessageId(prefix + Long.toString(count, BASE));
  }
}
