// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import io.parley.system.cluster.ClusterDatabase;
import io.parley.system.network.Network;
import io.parley.system.process.ScratchFolder;
import io.parley.system.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * {@code parley verify-delivery}: shows that no answer is broken, whatever happens to the server.
 */
public final class VerifyDelivery {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int SECONDS_TO_SETTLE = 90;
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(60);

  private final VerifyOptions options;
  private final PrintStream out;
  private final Report report = new Report();
  private final Run run;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private int ticks;
  private boolean breachTold;

  private VerifyDelivery(VerifyOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.run = new Run(options.users());
  }

  /** Runs the command; answers its exit status. */
  public static int run(List<String> arguments, PrintStream out) throws IOException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(VerifyOptions.USAGE);
      return 0;
    }
    return new VerifyDelivery(VerifyOptions.parse(arguments), out).run();
  }

  private int run() throws IOException {
    out.printf(
        "Seed %d: %d users for %d s, %.1f kills a minute.%n",
        options.seed(), options.users(), options.seconds(), options.killsPerMinute());
    Path data =
        options.data().isPresent()
            ? options.data().get()
            : Files.createTempDirectory("parley-verify");
    boolean kept = options.cluster() ? playInCluster(data) : playOnServer(data);
    report.print(out);
    failures.forEach(failure -> failure.printStackTrace(out));
    if (kept && options.data().isEmpty()) {
      ScratchFolder.delete(data);
    } else {
      out.println("The server's data is in " + data);
    }
    out.println(kept ? "Every answer was kept." : "BROKEN with seed " + options.seed() + ".");
    return kept ? 0 : 1;
  }

  private boolean playOnServer(Path data) throws IOException {
    try (ServerFleet fleet = ServerFleet.start(data, serverOptions(data), options.users())) {
      return play(fleet, () -> new FaultInjector(fleet, run, report, options).run());
    }
  }

  private boolean playInCluster(Path data) throws IOException {
    Optional<Network> network = network();
    try (ClusterDatabase database = ClusterDatabase.of(options.database(), network)) {
      List<String> nodes = serverOptions(data);
      nodes.addAll(database.options());
      Random random = new Random(options.seed());
      try (ClusterFleet fleet = ClusterFleet.start(nodes, network, random, options.users())) {
        out.println("Nine nodes are there: three gateways, two of each service.");
        return play(fleet, () -> new ClusterFaults(fleet, run, report, options).run());
      }
    } finally {
      network.ifPresent(Network::close);
    }
  }

  /** Two halves of a network for the nodes, if this machine allows that. */
  private Optional<Network> network() {
    if (options.database().isPresent()) {
      out.println("No cuts of the network: the given database is not in it.");
      return Optional.empty();
    }
    try {
      return Optional.of(Network.lay());
    } catch (IOException refused) {
      out.println("No cuts of the network: " + refused.getMessage());
      return Optional.empty();
    }
  }

  /** What goes wrong, from the begin to the end of the talk. */
  @FunctionalInterface
  private interface Faults {
    void run() throws IOException;
  }

  private boolean play(RunningFleet fleet, Faults faults) {
    boolean kept = talk(fleet, faults);
    if (!kept) {
      out.println("The server's last words:\n" + fleet.serverOutput());
    }
    return kept;
  }

  private boolean talk(RunningFleet fleet, Faults injected) {
    Ledger ledger = new Ledger(options.users(), report, System::nanoTime);
    List<Participant> participants = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < options.users(); i++) {
      Habits habits = new Habits(options.seed(), i, options.users());
      participants.add(new Participant(new Member(i, ledger), fleet, run, report, habits));
      threads.add(start("participant " + i, participants.getLast()));
    }
    Thread faults = start("faults", () -> inject(injected));

    watch(options.seconds(), () -> isSound(fleet) && goesOn(faults));
    run.enter(Stage.SETTLE);
    join(List.of(faults));
    watch(SECONDS_TO_SETTLE, () -> isSound(fleet) && !isSettled(ledger));
    run.enter(Stage.LEAVE);
    join(threads);
    if (!isToStop()) {
      // After an early stop, what is still open was not given its time: that is no breach.
      lookForLeftovers(participants);
      ledger.close();
    }
    return report.isClean() && failures.isEmpty();
  }

  /** Lets this time pass, and tells how it goes; ends early if there is no need to go on. */
  private void watch(int seconds, BooleanSupplier goesOn) {
    for (int i = 0; i < seconds && goesOn.getAsBoolean() && !isToStop(); i++) {
      run.pause(TICK);
      tell(++ticks);
    }
  }

  private List<String> serverOptions(Path data) {
    List<String> server = new ArrayList<>();
    // Short times, so that much happens; a test of its own shows what each of them does.
    server.addAll(List.of("--data", data.toString(), "--http-port", "off", "--tls-port", "off"));
    server.addAll(List.of("--delivery-timeout", "3s", "--timeout", "0", "--block-duration", "1s"));
    server.addAll(List.of("--unacknowledged-limit", "32"));
    server.addAll(ServerProcess.WITHOUT_RATE_LIMITS);
    server.addAll(options.serverOptions());
    return server;
  }

  private void inject(Faults faults) {
    try {
      faults.run();
    } catch (IOException failure) {
      failures.add(failure);
    }
  }

  /** Whether nothing has gone wrong that makes it pointless to go on. */
  private boolean isSound(RunningFleet fleet) {
    if (!fleet.isAsExpected()) {
      failures.add(new IllegalStateException("the server ended by itself"));
    }
    return failures.isEmpty();
  }

  private boolean isSettled(Ledger ledger) {
    long answered = report.of(Count.DELIVERED) + report.of(Count.STORED) + report.of(Count.BLOCKED);
    return answered == report.of(Count.MESSAGES) && ledger.isSettled();
  }

  /** Faults that were given one by one end the talk. */
  private boolean goesOn(Thread faults) {
    return options.faults().isEmpty() || faults.isAlive();
  }

  private void lookForLeftovers(List<Participant> participants) {
    for (Participant participant : participants) {
      Optional<Integer> left = participant.lookForLeftovers();
      if (participant.abandonedAndOpen() > 0) {
        report.breach(Breach.ONLINE_TWICE, "one user");
      }
      if (left.isEmpty()) {
        failures.add(
            new IllegalStateException("no login at the end: " + participant.lastRefusal()));
      } else if (left.get() > 0) {
        report.breach(Breach.KEPT_AFTER_ALL, left.get() + " messages of one user");
      }
    }
  }

  private boolean isToStop() {
    return options.untilBreach() && !report.isClean();
  }

  private void tell(int seconds) {
    boolean isFirstBreach = !breachTold && !report.isClean();
    if (isFirstBreach || seconds % 60 == 0) {
      out.printf(
          "%5d s: %d messages, %d kills, %s%n",
          seconds, report.of(Count.MESSAGES), report.of(Count.KILLS), report.summary());
    }
    if (isFirstBreach) {
      breachTold = true;
      report.firstBreach().ifPresent(breach -> out.println("The first breach: " + breach));
    }
  }

  private Thread start(String name, Runnable task) {
    return Thread.ofVirtual()
        .name(name)
        .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
        .start(task);
  }

  private void join(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        if (!thread.join(PATIENCE_AT_THE_END)) {
          failures.add(new IllegalStateException(thread.getName() + " does not end"));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
