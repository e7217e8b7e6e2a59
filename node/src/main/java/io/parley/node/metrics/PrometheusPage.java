// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.node.metrics.Metrics.Name;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * All counts of a node as Prometheus reads them, with those of the Java machine and the process.
 * The only type that knows Micrometer. Any thread may ask, but it takes its time: no event loop.
 */
final class PrometheusPage {
  private final Metrics metrics;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Set<Name> registered = new HashSet<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();

  PrometheusPage(Metrics metrics) {
    this.metrics = metrics;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** The page as it is now. */
  synchronized String text() {
    // What is registered already stays as it is: only what is new since the last look is added.
    metrics.allCounts().forEach(this::register);
    metrics.allGauges().forEach(this::register);
    metrics.allSamples().forEach((name, sample) -> register(name, sample::last));
    metrics.allTimings().forEach(this::register);
    return registry.scrape();
  }

  /** Lets go of the Java machine. */
  void close() {
    collections.close();
    registry.close();
  }

  private void register(Name name, Counts counts) {
    counts
        .byOutcome()
        .forEach((outcome, count) ->
            FunctionCounter.builder(name.name(), count, LongAdder::sum)
                .description(name.help())
                .tag(name.labels().get(0), outcome)
                .register(registry));
  }

  private void register(Name name, DoubleSupplier number) {
    if (!registered.add(name)) {
      return;
    }
    Gauge.builder(name.name(), number::getAsDouble)
        .description(name.help())
        .tags(tags(name))
        .register(registry);
  }

  private void register(Name name, Timing timing) {
    if (!registered.add(name)) {
      return;
    }
    FunctionTimer.builder(name.name(), timing, Timing::count, Timing::nanos, TimeUnit.NANOSECONDS)
        .description(name.help())
        .tags(tags(name))
        .register(registry);
  }

  private static Tags tags(Name name) {
    return Tags.of(name.labels().toArray(String[]::new));
  }
}
