// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * Kills, freezes and restarts the server and drops clients, at random moments. Most kills come
 * right after an answer: that is when a promise is youngest.
 */
final class FaultInjector {
  private static final double FREEZES_PER_KILL = 0.5;
  private static final double RESTARTS_PER_KILL = 0.2;
  private static final double DROPS_PER_KILL = 0.8;
  private static final Duration MOST_HASTE = Duration.ofMillis(200);

  private static final Duration PATIENCE_FOR_AN_ANSWER = Duration.ofSeconds(4);

  /** Less than what a server waits for a store that is held. */
  private static final Duration WHILE_HELD = Duration.ofMillis(1_500);

  private final ServerFleet fleet;
  private final Run run;
  private final Report report;
  private final Random random;
  private final int participants;
  private final double killsPerMinute;
  private final boolean onlyKills;

  FaultInjector(ServerFleet fleet, Run run, Report report, VerifyOptions options) {
    this.fleet = fleet;
    this.run = run;
    this.report = report;
    this.random = new Random(options.seed());
    this.participants = options.users();
    this.killsPerMinute = options.killsPerMinute();
    this.onlyKills = options.onlyKills();
  }

  /** Injects one fault after the other while participants talk. */
  void run() throws IOException {
    double kinds = onlyKills ? 1 : 1 + FREEZES_PER_KILL + RESTARTS_PER_KILL + DROPS_PER_KILL;
    long next = System.nanoTime();
    while (run.stage() == Stage.TALK) {
      // Counted from the last due time: the time that a fault takes does not make faults fewer.
      next += untilNext(killsPerMinute * kinds).toNanos();
      run.pause(Duration.ofNanos(Math.max(MOST_HASTE.toNanos(), next - System.nanoTime())));
      if (run.stage() == Stage.TALK) {
        inject(random.nextDouble() * kinds);
      }
    }
  }

  private void inject(double kind) throws IOException {
    if (kind < 1) {
      kill();
    } else if (kind < 1 + FREEZES_PER_KILL) {
      report.count(Count.FREEZES);
      fleet.freeze();
      run.pause(between(50, 4_000));
      fleet.thaw();
    } else if (kind < 1 + FREEZES_PER_KILL + RESTARTS_PER_KILL) {
      report.count(Count.RESTARTS);
      fleet.terminate();
      fleet.startAgain();
    } else {
      report.count(Count.DROPS);
      int one = 2 + random.nextInt(4);
      for (int i = random.nextInt(one); i < participants; i += one) {
        fleet.drop(i);
      }
    }
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
    run.pause(between(0, 1_000));
    fleet.startAgain();
  }

  private void countIf(boolean happened, Count what) {
    if (happened) {
      report.count(what);
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
