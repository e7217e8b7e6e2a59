// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.cluster.ClusterNode;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long users had to wait for an answer after a node was killed: those who were connected
 * elsewhere, from the kill, or from the first message that they sent after it, until the first
 * answer to such a message. The time in which a user does not read is not counted. Any thread may
 * call.
 */
final class Recoveries {
  private static final long COUNTED = Long.MIN_VALUE;

  private final Map<String, Figures> roleToWaits = new TreeMap<>();
  private final Map<Integer, Long> userToFirstSent = new HashMap<>();
  private @Nullable ClusterNode killed;
  private long killedAt;

  /** A node is dead from now on. */
  synchronized void killed(ClusterNode node) {
    killed = node;
    killedAt = System.nanoTime();
    userToFirstSent.clear();
  }

  /** Something else happens now: who has waited until now is not to blame on the kill. */
  synchronized void over() {
    killed = null;
  }

  /** A user has not read for this time, which is not to blame on the kill. */
  synchronized void wasAway(int user, Duration pause) {
    userToFirstSent.computeIfPresent(
        user, (same, first) -> first == COUNTED ? first : first + pause.toNanos());
  }

  /** A user is about to send messages. */
  synchronized void sending(int user, InetSocketAddress gateway) {
    if (killed != null && !killed.clientAddress().equals(gateway)) {
      userToFirstSent.putIfAbsent(user, System.nanoTime());
    }
  }

  /** A user has read the answer to a message that it sent last at this time. */
  synchronized void answered(int user, long sentNanos) {
    Long first = userToFirstSent.get(user);
    if (killed != null && first != null && first != COUNTED && sentNanos - killedAt > 0) {
      userToFirstSent.put(user, COUNTED);
      roleToWaits
          .computeIfAbsent(killed.role(), role -> new Figures())
          .add(System.nanoTime() - first);
    }
  }

  synchronized void print(PrintStream out) {
    out.println("Until users elsewhere were answered again after a kill, by what was killed:");
    roleToWaits.forEach((role, waits) -> out.printf("%10s  %s%n", role, waits));
  }
}
