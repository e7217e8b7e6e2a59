// SPDX-License-Identifier: Apache-2.0
package io.parley.system.cluster;

import io.parley.system.network.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Which nodes a cluster has, and where: of each service one in each half of the network. */
public final class ClusterPlan {
  private static final List<String> ROLES =
      List.of(
          "auth",
          "presence",
          "messaging",
          "gateway",
          "auth",
          "presence",
          "messaging",
          "gateway",
          "gateway");

  private static final int FIRST_LOW_PORT = 5701;

  private ClusterPlan() {}

  /**
   * Draws a plan.
   *
   * @param larger the half with two gateways
   * @param smaller the half with one
   */
  public static List<ClusterNode> draw(Host larger, Host smaller, Random random)
      throws IOException {
    // In a half of a network nobody else listens, but connections from there are given ports, too:
    // from a range in which the free ports of this machine are.
    boolean isShared = larger.equals(Host.LOOPBACK);
    List<Integer> ports = isShared ? freePorts(2 * ROLES.size()) : lowPorts(2 * ROLES.size());
    List<ClusterNode> nodes = new ArrayList<>();
    Set<String> inSmaller = new HashSet<>();
    Set<String> inLarger = new HashSet<>();
    for (int i = 0; i < ROLES.size(); i++) {
      String role = ROLES.get(i);
      boolean drawn = random.nextBoolean();
      boolean isSmaller = !inSmaller.contains(role) && (drawn || inLarger.contains(role));
      (isSmaller ? inSmaller : inLarger).add(role);
      Host host = isSmaller ? smaller : larger;
      nodes.add(new ClusterNode(role, i, host, ports.get(2 * i), ports.get(2 * i + 1)));
    }
    return List.copyOf(nodes);
  }

  private static List<Integer> lowPorts(int count) {
    return IntStream.range(FIRST_LOW_PORT, FIRST_LOW_PORT + count).boxed().toList();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
