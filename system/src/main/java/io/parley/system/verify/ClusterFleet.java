// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.client.JsonLink;
import io.parley.system.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster, each a process of its own, and everything that can be done to them.
 * Faults come from one thread.
 */
final class ClusterFleet implements RunningFleet {
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

  /** After which a cluster that is whole again must have settled all that its faults left. */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private static final int STARTS = 5;

  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final List<String> options;
  private final List<Node> nodes = new ArrayList<>();
  private final AtomicIntegerArray drops;
  private final AtomicInteger connections = new AtomicInteger();
  private final Ambush ambush = new Ambush();
  private volatile int victim;
  private volatile long healthySince = Long.MAX_VALUE;

  /** One place in the cluster, and the process that is there now. */
  static final class Node {
    final String role;
    final int number;
    final int clusterPort;
    private final int clientPort;
    private volatile @Nullable ServerProcess process;
    private volatile boolean disturbed;

    Node(String role, int number, int clusterPort, int clientPort) {
      this.role = role;
      this.number = number;
      this.clusterPort = clusterPort;
      this.clientPort = clientPort;
    }

    ServerProcess process() {
      ServerProcess now = process;
      if (now == null) {
        throw new IllegalStateException(this + " was never started");
      }
      return now;
    }

    @Override
    public String toString() {
      return role + " " + number;
    }
  }

  private ClusterFleet(List<String> options, int participants) {
    this.options = options;
    this.drops = new AtomicIntegerArray(participants);
  }

  /** Starts all nodes, one after the other. */
  static ClusterFleet start(List<String> options, int participants) throws IOException {
    ClusterFleet fleet = new ClusterFleet(options, participants);
    try {
      List<Integer> ports = freePorts(2 * ROLES.size());
      for (int i = 0; i < ROLES.size(); i++) {
        fleet.nodes.add(new Node(ROLES.get(i), i, ports.get(2 * i), ports.get(2 * i + 1)));
      }
      for (Node node : fleet.nodes) {
        fleet.start(node);
      }
      fleet.disturbed();
      return fleet;
    } catch (IOException failure) {
      fleet.close();
      throw failure;
    }
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

  @Override
  public JsonLink connect(Duration patience) throws IOException {
    List<Node> gateways = nodes.stream().filter(node -> node.role.equals("gateway")).toList();
    Node gateway = gateways.get(Math.floorMod(connections.getAndIncrement(), gateways.size()));
    return JsonLink.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.clientPort), patience);
  }

  @Override
  public long healthySinceNanos() {
    long since = healthySince;
    return since - System.nanoTime() > 0 ? Long.MAX_VALUE : since;
  }

  @Override
  public int dropsOrdered(int participant) {
    return drops.get(participant);
  }

  @Override
  public boolean wantsBurstOf(int participant) {
    return ambush.wantsBurstOf(participant);
  }

  @Override
  public void promised(int participant, boolean stored) {
    if (ambush.isSprungBy(participant, stored)) {
      nodes.get(victim).process().killAtOnce();
    }
  }

  /** Tells a participant to break its connection. */
  void drop(int participant) {
    drops.incrementAndGet(participant);
  }

  List<Node> nodes() {
    return nodes;
  }

  /**
   * Lets the participant that reads the next promise kill this node.
   *
   * @return whether one did in this time
   */
  boolean killAtAPromise(Node node, boolean inABurst, Run run, Duration patience) {
    disturb(node);
    victim = node.number;
    if (inABurst) {
      ambush.layInABurst(0);
    } else {
      ambush.layForAnyPromise();
    }
    long end = System.nanoTime() + patience.toNanos();
    while (!ambush.isOver() && System.nanoTime() < end) {
      run.pause(Duration.ofMillis(5));
    }
    return ambush.end();
  }

  void kill(Node node) {
    disturb(node);
    node.process().kill();
  }

  /** Asks a node to stop as an administrator would. */
  void terminate(Node node) throws IOException {
    disturb(node);
    int status = node.process().terminate();
    if (status != 0) {
      throw new IOException(
          node + " stopped with status " + status + ": " + node.process().output());
    }
  }

  void startAgain(Node node) throws IOException {
    start(node);
    disturbed();
  }

  void freeze(Node node) throws IOException {
    disturb(node);
    node.process().freeze();
  }

  void thaw(Node node) throws IOException {
    node.process().thaw();
    node.disturbed = false;
    disturbed();
  }

  @Override
  public boolean isAsExpected() {
    return nodes.stream().allMatch(node -> node.disturbed || node.process().isAlive());
  }

  @Override
  public String serverOutput() {
    return nodes.stream()
        .map(node -> node + ":\n" + node.process().output())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    for (Node node : nodes) {
      ServerProcess process = node.process;
      if (process != null) {
        process.close();
      }
    }
  }

  private void disturb(Node node) {
    node.disturbed = true;
    healthySince = Long.MAX_VALUE;
  }

  /** Something has just been set right: if all is, it takes a while until that shows. */
  private void disturbed() {
    boolean whole = nodes.stream().noneMatch(node -> node.disturbed);
    healthySince = whole ? System.nanoTime() + SETTLING.toNanos() : Long.MAX_VALUE;
  }

  private void start(Node node) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--roles", node.role));
    all.addAll(List.of("--cluster-members", members()));
    all.addAll(List.of("--cluster-port", Integer.toString(node.clusterPort), "--bus-port", "0"));
    all.addAll(List.of("--port", Integer.toString(node.clientPort)));
    node.process = startSupervised(all);
    node.disturbed = false;
  }

  /** A node that cannot join a cluster that is just changing ends, and is started again. */
  private static ServerProcess startSupervised(List<String> options) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return ServerProcess.startNode(options, SMALL);
      } catch (IOException failure) {
        if (attempt == STARTS) {
          throw failure;
        }
      }
    }
  }

  private String members() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.clusterPort)
        .collect(Collectors.joining(","));
  }
}
