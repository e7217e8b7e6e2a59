// SPDX-License-Identifier: Apache-2.0
package io.parley.recent;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that is oldest when it has too many. Not for several threads. */
public final class RecentMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final float USUAL_LOAD = 0.75f;

  private final int most;

  private RecentMap(int most, boolean byUse) {
    super(16, USUAL_LOAD, byUse);
    this.most = most;
  }

  /** The oldest is the one that was put in first. */
  public static <K, V> Map<K, V> ofLastAdded(int most) {
    return new RecentMap<>(most, false);
  }

  /** The oldest is the one that was not looked up or put in for the longest time. */
  public static <K, V> Map<K, V> ofLastUsed(int most) {
    return new RecentMap<>(most, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> oldest) {
    return size() > most;
  }
}
