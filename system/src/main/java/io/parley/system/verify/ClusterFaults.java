// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.node.UsageProblem;
import io.parley.system.cluster.ClusterNode;
import io.parley.system.network.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills, freezes and restarts nodes of a cluster of any kind, alone and in pairs, restarts all of
 * them in turn, cuts the network between them, and drops clients, at random moments. Half of the
 * kills come right after an answer.
 */
final class ClusterFaults {
  private static final Duration PATIENCE_FOR_AN_ANSWER = Duration.ofSeconds(4);

  /** In which a cluster that was cut can become one again before it is cut again. */
  private static final Duration HEALING = Duration.ofSeconds(30);

  private final ClusterFleet fleet;
  private final Run run;
  private final Report report;
  private final Random random;
  private final Rain rain;
  private final List<String> inTurn;
  private long healedAt = System.nanoTime() - HEALING.toNanos();

  ClusterFaults(ClusterFleet fleet, Run run, Report report, VerifyOptions options) {
    this.fleet = fleet;
    this.run = run;
    this.report = report;
    this.random = new Random(options.seed());
    this.rain = new Rain(run, random, options.killsPerMinute());
    this.inTurn = options.faults();
    inTurn.forEach(this::named); // which complains of a wrong name before anything is done
  }

  /** Injects one fault after the other while participants talk. */
  void run() throws IOException {
    if (inTurn.isEmpty()) {
      rain.fall(kinds());
    } else {
      for (String name : inTurn) {
        rain.pause(2_000, 4_000);
        named(name).inject();
      }
    }
  }

  private List<Rain.Kind> kinds() {
    List<Rain.Kind> kinds = new ArrayList<>();
    kinds.add(new Rain.Kind(1, named("kill")));
    kinds.add(new Rain.Kind(0.15, named("pair")));
    kinds.add(new Rain.Kind(0.4, named("freeze")));
    kinds.add(new Rain.Kind(0.4, named("restart")));
    kinds.add(new Rain.Kind(0.02, named("roll")));
    kinds.add(new Rain.Kind(0.4, named("drop")));
    if (fleet.canBeCut()) {
      kinds.add(new Rain.Kind(0.075, () -> cutIfHealed(named("cut"))));
      kinds.add(new Rain.Kind(0.075, () -> cutIfHealed(named("cut-from-database"))));
    }
    return kinds;
  }

  private Rain.Fault named(String name) {
    return switch (name) {
      case "kill" -> () -> kill(anyNode());
      case "calm" -> this::killNobody;
      case "pair" -> this::killTwo;
      case "freeze" -> () -> freeze(anyNode());
      case "restart" -> () -> restart(anyNode());
      case "roll" -> this::roll;
      case "drop" -> this::drop;
      case "cut" -> () -> cut(Cut.BETWEEN_HALVES, Count.CUTS);
      case "cut-from-database" -> () -> cut(Cut.SECOND_HALF_ALONE, Count.CUTS_FROM_DATABASE);
      default -> throw new UsageProblem("There is no fault " + name + ".");
    };
  }

  private ClusterNode anyNode() {
    List<ClusterNode> nodes = fleet.nodes();
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void kill(ClusterNode node) throws IOException {
    report.count(Count.KILLS);
    double way = random.nextDouble();
    if (way < 0.5 && fleet.killAtAPromise(node, way < 0.25, run, PATIENCE_FOR_AN_ANSWER)) {
      report.count(Count.KILLS_AT_ANSWER);
    }
    report.recoveries().killed(node);
    fleet.kill(node);
    rain.pause(0, 3_000);
    fleet.startAgain(node);
  }

  /** What users wait for when nothing is killed, to compare. */
  private void killNobody() {
    report.recoveries().nobodyKilled();
    rain.pause(4_000, 8_000);
  }

  private void killTwo() throws IOException {
    report.recoveries().over();
    ClusterNode one = anyNode();
    ClusterNode two = anyNode();
    report.count(Count.KILLS);
    fleet.kill(one);
    if (one != two) {
      report.count(Count.KILLS);
      rain.pause(0, 500);
      fleet.kill(two);
    }
    rain.pause(0, 3_000);
    fleet.startAgain(one);
    if (one != two) {
      fleet.startAgain(two);
    }
  }

  private void freeze(ClusterNode node) throws IOException {
    report.recoveries().over();
    report.rolls().over();
    report.count(Count.FREEZES);
    fleet.freeze(node);
    rain.pause(50, 12_000);
    fleet.thaw(node);
  }

  private void restart(ClusterNode node) throws IOException {
    report.recoveries().over();
    report.count(Count.RESTARTS);
    if (!fleet.terminate(node)) {
      report.count(Count.STOPS_GIVEN_UP);
    }
    fleet.startAgain(node);
  }

  private void roll() throws IOException {
    report.count(Count.ROLLS);
    report.rolls().rolling(true);
    for (ClusterNode node : fleet.nodes()) {
      restart(node);
    }
    report.rolls().rolling(false);
  }

  private void cutIfHealed(Rain.Fault cut) throws IOException {
    if (System.nanoTime() - healedAt > HEALING.toNanos()) {
      cut.inject();
    }
  }

  private void cut(Cut cut, Count count) throws IOException {
    if (!fleet.canBeCut()) {
      return;
    }
    report.recoveries().over();
    report.rolls().over();
    report.count(count);
    fleet.cut(cut);
    rain.pause(3_000, 30_000);
    fleet.heal();
    healedAt = System.nanoTime();
  }

  private void drop() {
    report.count(Count.DROPS);
    fleet.drops().orderSome(random);
  }
}
