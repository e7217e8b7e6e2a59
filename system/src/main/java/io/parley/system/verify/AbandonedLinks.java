// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.client.JsonLink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that a client has left open without a word, as a telephone does that changes
 * networks: nobody reads them. While a cluster is cut the sessions of such connections may live on
 * in one half though their user has a newer one in the other. For the participant's own thread.
 */
final class AbandonedLinks {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final int KEPT = 20;

  private final List<JsonLink> links = new ArrayList<>();

  void add(JsonLink link) {
    if (links.size() >= KEPT) {
      open(AT_ONCE);
    }
    links.add(link);
  }

  boolean has(JsonLink link) {
    return links.contains(link);
  }

  /**
   * How many the server still keeps; those that it has ended are forgotten.
   *
   * @param patience with each, from the last that the server says there
   */
  int open(Duration patience) {
    links.removeIf(link -> hasEnded(link, patience));
    return links.size();
  }

  private static boolean hasEnded(JsonLink link, Duration patience) {
    try {
      while (link.receive(patience).isPresent()) {
        // what is said to nobody
      }
      return false;
    } catch (IOException ended) {
      link.close();
      return true;
    }
  }
}
