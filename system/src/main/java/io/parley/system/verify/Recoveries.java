// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.cluster.ClusterNode;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long users had to wait for an answer after a node was killed: those who were connected
 * elsewhere, from the first message that they sent after the kill until the first answer to such a
 * message. The time in which a user does not read, or has left by itself, is not counted; that of
 * its logins is. An answer needs the recipient's acknowledgement, and recipients pause too: what is
 * waited then is shown by moments at which nothing was killed. Any thread may call.
 */
final class Recoveries {
  private static final long COUNTED = Long.MIN_VALUE;
  private static final String NOBODY = "nobody";

  private final LongSupplier nanoTime;
  private final Map<String, Figures> roleToWaits = new TreeMap<>();
  private final Map<String, Figures> roleToUnfinished = new TreeMap<>();
  private final Map<Integer, Long> userToFirstSent = new HashMap<>();
  private @Nullable Moment moment;

  /** At this time a node of this role was killed, whose clients, if it has any, are not asked. */
  private record Moment(String role, Optional<InetSocketAddress> gateway, long nanos) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Recoveries(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A node is dead from now on. */
  synchronized void killed(ClusterNode node) {
    killed(node.role(), Optional.of(node.clientAddress()));
  }

  /** Nothing is killed: what is waited from now on has other causes. */
  synchronized void nobodyKilled() {
    killed(NOBODY, Optional.empty());
  }

  private void killed(String role, Optional<InetSocketAddress> gateway) {
    over();
    moment = new Moment(role, gateway, nanoTime.getAsLong());
  }

  /** Something else happens now: who has waited until now is not to blame on the kill. */
  synchronized void over() {
    if (moment != null) {
      long now = nanoTime.getAsLong();
      for (long first : userToFirstSent.values()) {
        if (first != COUNTED) {
          figures(roleToUnfinished, moment).add(now - first);
        }
      }
    }
    userToFirstSent.clear();
    moment = null;
  }

  /** A user has not read, or was not there, since this time, which is not to blame on the kill. */
  synchronized void wasAwaySince(int user, long nanos) {
    long pause = nanoTime.getAsLong() - nanos;
    userToFirstSent.computeIfPresent(
        user, (same, first) -> first == COUNTED ? first : first + pause);
  }

  /** A user is about to send messages. */
  synchronized void sending(int user, InetSocketAddress gateway) {
    if (moment != null && moment.gateway().filter(gateway::equals).isEmpty()) {
      userToFirstSent.putIfAbsent(user, nanoTime.getAsLong());
    }
  }

  /** A user has read the answer to a message that it sent last at this time. */
  synchronized void answered(int user, long sentNanos) {
    Long first = userToFirstSent.get(user);
    if (moment != null && first != null && first != COUNTED && sentNanos - moment.nanos() > 0) {
      userToFirstSent.put(user, COUNTED);
      figures(roleToWaits, moment).add(nanoTime.getAsLong() - first);
    }
  }

  private static Figures figures(Map<String, Figures> byRole, Moment moment) {
    return byRole.computeIfAbsent(moment.role(), role -> new Figures());
  }

  synchronized void print(PrintStream out) {
    out.println("Until users elsewhere were answered again after a kill, by what was killed:");
    roleToWaits.forEach((role, waits) -> out.printf("%10s  %s%n", role, waits));
    out.println("Who had no answer when the next fault came, and had waited until then:");
    roleToUnfinished.forEach((role, waits) -> out.printf("%10s  %s%n", role, waits));
  }
}
