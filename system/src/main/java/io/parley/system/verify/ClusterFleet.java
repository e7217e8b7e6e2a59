// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.client.JsonLink;
import io.parley.system.cluster.ClusterNode;
import io.parley.system.cluster.ClusterPlan;
import io.parley.system.network.Cut;
import io.parley.system.network.Host;
import io.parley.system.network.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster, each a process of its own, and everything that can be done to them.
 * Faults come from one thread.
 */
final class ClusterFleet implements RunningFleet {
  /** After which a cluster that is whole again must have settled all that its faults left. */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private final List<String> options;
  private final Optional<Network> network;
  private final List<ClusterNode> nodes;
  private final Drops drops;
  private final AtomicInteger connections = new AtomicInteger();
  private final Ambush ambush = new Ambush();
  private volatile @Nullable ClusterNode victim;
  private volatile boolean parted;
  private volatile boolean standsStill;
  private volatile long healedAt = System.nanoTime();
  private volatile long aloneSince = Long.MAX_VALUE;
  private volatile long healthySince = Long.MAX_VALUE;

  private ClusterFleet(
      List<String> options, Optional<Network> network, List<ClusterNode> nodes, int participants) {
    this.options = options;
    this.network = network;
    this.nodes = nodes;
    this.drops = new Drops(participants);
  }

  /**
   * Starts all nodes, one after the other.
   *
   * @param network in whose halves they run; on this machine as it is if empty
   * @param random which of them in which half
   */
  static ClusterFleet start(
      List<String> options, Optional<Network> network, Random random, int participants)
      throws IOException {
    Host larger = network.map(Network::first).orElse(Host.LOOPBACK);
    Host smaller = network.map(Network::second).orElse(Host.LOOPBACK);
    List<ClusterNode> nodes = ClusterPlan.draw(larger, smaller, random);
    ClusterFleet fleet = new ClusterFleet(options, network, nodes, participants);
    try {
      for (ClusterNode node : nodes) {
        node.start(options, fleet.members());
      }
      fleet.setRight();
      return fleet;
    } catch (IOException failure) {
      fleet.close();
      throw failure;
    }
  }

  @Override
  public JsonLink connect(Duration patience) throws IOException {
    List<ClusterNode> gateways =
        nodes.stream().filter(node -> node.role().equals("gateway")).toList();
    int turn = connections.getAndIncrement();
    ClusterNode gateway = gateways.get(Math.floorMod(turn, gateways.size()));
    return JsonLink.connect(gateway.clientAddress(), patience);
  }

  @Override
  public long healthySinceNanos() {
    long since = healthySince;
    return since - System.nanoTime() > 0 ? Long.MAX_VALUE : since;
  }

  @Override
  public long withoutDatabaseSinceNanos(JsonLink link) {
    boolean isAlone =
        network.isPresent()
            && link.server().getHostString().equals(network.get().second().address());
    return isAlone ? aloneSince : Long.MAX_VALUE;
  }

  @Override
  public boolean wasPartedSince(long nanos) {
    return parted || standsStill || healedAt - nanos > 0;
  }

  @Override
  public int dropsOrdered(int participant) {
    return drops.orderedOf(participant);
  }

  @Override
  public boolean wantsBurstOf(int participant) {
    return ambush.wantsBurstOf(participant);
  }

  @Override
  public void promised(int participant, boolean stored) {
    ClusterNode node = victim;
    if (ambush.isSprungBy(participant, stored) && node != null) {
      node.killAtOnce();
    }
  }

  Drops drops() {
    return drops;
  }

  List<ClusterNode> nodes() {
    return nodes;
  }

  /**
   * Lets the participant that reads the next promise kill this node.
   *
   * @return whether one did in this time
   */
  boolean killAtAPromise(ClusterNode node, boolean inABurst, Run run, Duration patience) {
    disturb(node);
    victim = node;
    if (inABurst) {
      ambush.layInABurst(0);
    } else {
      ambush.layForAnyPromise();
    }
    return ambush.await(run, patience);
  }

  void kill(ClusterNode node) {
    disturb(node);
    node.kill();
  }

  /** Asks a node to stop as an administrator would; whether it did so in order. */
  boolean terminate(ClusterNode node) throws IOException {
    disturb(node);
    return node.terminate();
  }

  void startAgain(ClusterNode node) throws IOException {
    node.start(options, members());
    setRight();
  }

  void freeze(ClusterNode node) throws IOException {
    disturb(node);
    standsStill = true;
    node.freeze();
  }

  void thaw(ClusterNode node) throws IOException {
    node.thaw();
    healedAt = System.nanoTime();
    standsStill = false;
    setRight();
  }

  /** Whether there is a network to cut. */
  boolean canBeCut() {
    return network.isPresent();
  }

  void cut(Cut cut) throws IOException {
    parted = true;
    healthySince = Long.MAX_VALUE;
    network.orElseThrow().cut(cut);
    if (cut == Cut.SECOND_HALF_ALONE) {
      aloneSince = System.nanoTime();
    }
  }

  void heal() throws IOException {
    aloneSince = Long.MAX_VALUE;
    network.orElseThrow().heal();
    healedAt = System.nanoTime();
    parted = false;
    setRight();
  }

  @Override
  public boolean isAsExpected() {
    return nodes.stream().allMatch(node -> node.isDisturbed() || node.isAlive());
  }

  @Override
  public String serverOutput() {
    return nodes.stream()
        .map(node -> node + ":\n" + node.output())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    nodes.forEach(ClusterNode::close);
  }

  private void disturb(ClusterNode node) {
    node.disturb();
    healthySince = Long.MAX_VALUE;
  }

  /** Something has just been set right: if all is, it takes a while until that shows. */
  private void setRight() {
    boolean whole = !parted && nodes.stream().noneMatch(ClusterNode::isDisturbed);
    healthySince = whole ? System.nanoTime() + SETTLING.toNanos() : Long.MAX_VALUE;
  }

  private String members() {
    return nodes.stream().map(ClusterNode::clusterAddress).collect(Collectors.joining(","));
  }
}
