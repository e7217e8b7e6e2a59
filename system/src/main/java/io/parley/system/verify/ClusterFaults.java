// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.verify.ClusterFleet.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Kills, freezes and restarts nodes of a cluster of any kind, alone and in pairs, restarts all of
 * them in turn, and drops clients, at random moments. Half of the kills come right after an answer.
 */
final class ClusterFaults {
  private static final double PAIRS_PER_KILL = 0.15;
  private static final double FREEZES_PER_KILL = 0.4;
  private static final double RESTARTS_PER_KILL = 0.4;
  private static final double ROLLS_PER_KILL = 0.02;
  private static final double DROPS_PER_KILL = 0.4;
  private static final Duration MOST_HASTE = Duration.ofMillis(200);
  private static final Duration PATIENCE_FOR_AN_ANSWER = Duration.ofSeconds(4);

  private final ClusterFleet fleet;
  private final Run run;
  private final Report report;
  private final Random random;
  private final int participants;
  private final double killsPerMinute;

  ClusterFaults(ClusterFleet fleet, Run run, Report report, VerifyOptions options) {
    this.fleet = fleet;
    this.run = run;
    this.report = report;
    this.random = new Random(options.seed());
    this.participants = options.users();
    this.killsPerMinute = options.killsPerMinute();
  }

  /** Injects one fault after the other while participants talk. */
  void run() throws IOException {
    double kinds =
        1 + PAIRS_PER_KILL + FREEZES_PER_KILL + RESTARTS_PER_KILL + ROLLS_PER_KILL + DROPS_PER_KILL;
    long next = System.nanoTime();
    while (run.stage() == Stage.TALK) {
      next += untilNext(killsPerMinute * kinds).toNanos();
      run.pause(Duration.ofNanos(Math.max(MOST_HASTE.toNanos(), next - System.nanoTime())));
      if (run.stage() == Stage.TALK) {
        inject(random.nextDouble() * kinds);
      }
    }
  }

  private void inject(double kind) throws IOException {
    double left = kind;
    if ((left -= 1) < 0) {
      kill(anyNode());
    } else if ((left -= PAIRS_PER_KILL) < 0) {
      killTwo();
    } else if ((left -= FREEZES_PER_KILL) < 0) {
      freeze(anyNode());
    } else if ((left -= RESTARTS_PER_KILL) < 0) {
      restart(anyNode());
    } else if (left - ROLLS_PER_KILL < 0) {
      report.count(Count.ROLLS);
      for (Node node : fleet.nodes()) {
        restart(node);
      }
    } else {
      drop();
    }
  }

  private Node anyNode() {
    List<Node> nodes = fleet.nodes();
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void kill(Node node) throws IOException {
    report.count(Count.KILLS);
    double way = random.nextDouble();
    if (way < 0.5 && fleet.killAtAPromise(node, way < 0.25, run, PATIENCE_FOR_AN_ANSWER)) {
      report.count(Count.KILLS_AT_ANSWER);
    }
    fleet.kill(node);
    run.pause(between(0, 3_000));
    fleet.startAgain(node);
  }

  private void killTwo() throws IOException {
    Node one = anyNode();
    Node two = anyNode();
    report.count(Count.KILLS);
    fleet.kill(one);
    if (one != two) {
      report.count(Count.KILLS);
      run.pause(between(0, 500));
      fleet.kill(two);
    }
    run.pause(between(0, 3_000));
    fleet.startAgain(one);
    if (one != two) {
      fleet.startAgain(two);
    }
  }

  private void freeze(Node node) throws IOException {
    report.count(Count.FREEZES);
    fleet.freeze(node);
    run.pause(between(50, 12_000));
    fleet.thaw(node);
  }

  private void restart(Node node) throws IOException {
    report.count(Count.RESTARTS);
    fleet.terminate(node);
    fleet.startAgain(node);
  }

  private void drop() {
    report.count(Count.DROPS);
    int one = 2 + random.nextInt(4);
    for (int i = random.nextInt(one); i < participants; i += one) {
      fleet.drop(i);
    }
  }

  /** Faults come like rain: the time between two has an exponential distribution. */
  private Duration untilNext(double perMinute) {
    if (perMinute <= 0) {
      return Duration.ofDays(365);
    }
    double minutes = -Math.log(1 - random.nextDouble()) / perMinute;
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  private Duration between(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }
}
