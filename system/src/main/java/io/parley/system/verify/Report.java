// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What happened in a run, and what was wrong. Any thread may add to it. */
final class Report {
  private static final int DETAILS_KEPT = 40;

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final Map<Breach, LongAdder> breaches = new EnumMap<>(Breach.class);
  private final List<String> details = new ArrayList<>();
  private final Recoveries recoveries = new Recoveries(System::nanoTime);
  private final Rolls rolls = new Rolls(this, InstantSource.system());

  Report() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
    for (Breach breach : Breach.values()) {
      breaches.put(breach, new LongAdder());
    }
  }

  void count(Count what) {
    adder(counts, what).increment();
  }

  long of(Count what) {
    return adder(counts, what).sum();
  }

  /** How soon kills were overcome. */
  Recoveries recoveries() {
    return recoveries;
  }

  /** What rolling restarts were like. */
  Rolls rolls() {
    return rolls;
  }

  /** Notes a breach; the first ones with their details. */
  void breach(Breach breach, String detail) {
    adder(breaches, breach).increment();
    synchronized (details) {
      if (details.size() < DETAILS_KEPT) {
        details.add(breach + ": " + detail);
      }
    }
  }

  /** The first breach, if there is one. */
  Optional<String> firstBreach() {
    synchronized (details) {
      return details.stream().findFirst();
    }
  }

  boolean isClean() {
    return breaches() == 0;
  }

  /** How many breaches of which kinds, in a few words. */
  String summary() {
    return isClean()
        ? "0 breaches"
        : breaches.entrySet().stream()
            .filter(kind -> kind.getValue().sum() > 0)
            .map(kind -> kind.getValue().sum() + " " + kind.getKey())
            .collect(Collectors.joining(", ", "BREACHES: ", ""));
  }

  long breaches() {
    return breaches.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long of(Breach breach) {
    return adder(breaches, breach).sum();
  }

  void print(PrintStream out) {
    counts.forEach((count, number) -> out.printf("%10d  %s%n", number.sum(), count));
    recoveries.print(out);
    rolls.print(out);
    out.println("Breaches:");
    breaches.forEach((breach, number) -> out.printf("%10d  %s%n", number.sum(), breach));
    synchronized (details) {
      details.forEach(detail -> out.println("  " + detail));
    }
  }

  private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalArgumentException("not counted: " + key);
    }
    return adder;
  }
}
