// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Kills, freezes and restarts the server and drops clients, at random moments. Most kills come
 * right after an answer: that is when a promise is youngest.
 */
final class FaultInjector {
  private static final Duration PATIENCE_FOR_AN_ANSWER = Duration.ofSeconds(4);

  /** Less than what a server waits for a store that is held. */
  private static final Duration WHILE_HELD = Duration.ofMillis(1_500);

  private final ServerFleet fleet;
  private final Run run;
  private final Report report;
  private final Random random;
  private final Rain rain;
  private final boolean onlyKills;

  FaultInjector(ServerFleet fleet, Run run, Report report, VerifyOptions options) {
    this.fleet = fleet;
    this.run = run;
    this.report = report;
    this.random = new Random(options.seed());
    this.rain = new Rain(run, random, options.killsPerMinute());
    this.onlyKills = options.onlyKills();
  }

  /** Injects one fault after the other while participants talk. */
  void run() throws IOException {
    Rain.Kind kills = new Rain.Kind(1, this::kill);
    rain.fall(
        onlyKills
            ? List.of(kills)
            : List.of(
                kills,
                new Rain.Kind(0.5, this::freeze),
                new Rain.Kind(0.2, this::restart),
                new Rain.Kind(0.8, this::drop)));
  }

  private void freeze() throws IOException {
    report.count(Count.FREEZES);
    fleet.freeze();
    rain.pause(50, 4_000);
    fleet.thaw();
  }

  private void restart() throws IOException {
    report.count(Count.RESTARTS);
    fleet.terminate();
    fleet.startAgain();
  }

  private void drop() {
    report.count(Count.DROPS);
    fleet.drops().orderSome(random);
  }

  private void kill() throws IOException {
    report.count(Count.KILLS);
    double kind = random.nextDouble();
    int answersBefore = random.nextInt(Letters.BURST / 2);
    if (kind < 0.3) {
      countIf(fleet.killWhileStoreIsHeld(run, WHILE_HELD), Count.KILLS_WHILE_HELD);
    } else if (kind < 0.65) {
      boolean did = fleet.killInABurst(answersBefore, run, PATIENCE_FOR_AN_ANSWER);
      countIf(did, Count.KILLS_IN_A_BURST);
    } else if (kind < 0.85) {
      countIf(fleet.killAtAnyPromise(run, PATIENCE_FOR_AN_ANSWER), Count.KILLS_AT_ANSWER);
    }
    fleet.kill();
    rain.pause(0, 1_000);
    fleet.startAgain();
  }

  private void countIf(boolean happened, Count what) {
    if (happened) {
      report.count(what);
    }
  }
}
