// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which messages a client has shown, by sender and id: what the rules ask a client to remember. */
final class Sightings {
  private static final int LARGEST_BIT = 100_000_000;

  private final Map<Integer, BitSet> numbers = new HashMap<>();
  private final Set<String> others = new HashSet<>();

  /** Whether this sender's id is seen for the first time; from now on it is not. */
  boolean isNew(int from, String id) {
    int number = smallNumber(id);
    if (number < 0) {
      return others.add(from + " " + id);
    }
    BitSet seen = numbers.computeIfAbsent(from, sender -> new BitSet());
    boolean isNew = !seen.get(number);
    seen.set(number);
    return isNew;
  }

  private static int smallNumber(String id) {
    try {
      int number = Integer.parseInt(id);
      return number < LARGEST_BIT && Integer.toString(number).equals(id) ? number : -1;
    } catch (NumberFormatException word) {
      return -1;
    }
  }
}
