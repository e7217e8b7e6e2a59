// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a node counts about itself, each under a name such as {@code parley.logins}. To count is to
 * add to a number; all else happens when somebody looks. The same name again is the same count. Any
 * thread may call.
 */
public final class Metrics {
  private final Map<Name, Counts> counts = new ConcurrentSkipListMap<>();
  private final Map<Name, Level> levels = new ConcurrentSkipListMap<>();
  private final Map<Name, DoubleSupplier> gauges = new ConcurrentSkipListMap<>();
  private final Map<Name, Sample> samples = new ConcurrentSkipListMap<>();
  private final Map<Name, Timing> timings = new ConcurrentSkipListMap<>();

  /**
   * What is counted, for people and for machines.
   *
   * @param labels names and values in turn, which tell apart what has the same name
   */
  record Name(String name, String help, List<String> labels) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int names = name.compareTo(other.name);
      return names == 0 ? labels.toString().compareTo(other.labels.toString()) : names;
    }
  }

  /**
   * Counts that only grow.
   *
   * @param label what the words are called by which they are told apart
   */
  public Counts counts(String name, String help, String label) {
    return counts.computeIfAbsent(new Name(name, help, List.of(label)), fresh -> new Counts());
  }

  /** A count of what comes and goes. */
  public Level level(String name, String help) {
    return levels.computeIfAbsent(
        new Name(name, help, List.of()),
        fresh -> {
          Level level = new Level();
          gauge(name, help, level::now);
          return level;
        });
  }

  /**
   * A number that is cheap to tell, by any thread.
   *
   * @param labels names and values in turn
   */
  public void gauge(String name, String help, DoubleSupplier number, String... labels) {
    gauges.put(new Name(name, help, List.of(labels)), number);
  }

  /** A number that is not cheap to tell: asked for when somebody looks, but not more often. */
  public void sample(String name, String help, Duration goodFor, Supplier<Future<Long>> question) {
    samples.put(new Name(name, help, List.of()), new Sample(goodFor, question));
  }

  /**
   * How often and how long.
   *
   * @param labels names and values in turn
   */
  public Timing timing(String name, String help, String... labels) {
    return timings.computeIfAbsent(new Name(name, help, List.of(labels)), fresh -> new Timing());
  }

  /** Completed when what costs something to find out is as fresh as it may be. Never fails. */
  Future<?> refresh() {
    return Future.join(samples.values().stream().map(Sample::refresh).toList());
  }

  Map<Name, Counts> allCounts() {
    return counts;
  }

  Map<Name, DoubleSupplier> allGauges() {
    return gauges;
  }

  Map<Name, Sample> allSamples() {
    return samples;
  }

  Map<Name, Timing> allTimings() {
    return timings;
  }
}
