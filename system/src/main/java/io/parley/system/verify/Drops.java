// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Who was told to break its connection, and how often. Any thread may call. */
final class Drops {
  private final AtomicIntegerArray orders;

  Drops(int participants) {
    this.orders = new AtomicIntegerArray(participants);
  }

  int orderedOf(int participant) {
    return orders.get(participant);
  }

  /** Tells every second to fifth participant. */
  void orderSome(Random random) {
    int one = 2 + random.nextInt(4);
    for (int i = random.nextInt(one); i < orders.length(); i += one) {
      orders.incrementAndGet(i);
    }
  }
}
