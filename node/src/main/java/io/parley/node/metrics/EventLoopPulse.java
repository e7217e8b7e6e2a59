// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Feels the pulse of every event loop: whether it beats, and how late. A loop on which something
 * waits or computes beats late, and all sessions on it wait as long.
 */
public final class EventLoopPulse {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

  /** How long the worst lateness is told: longer than those who watch leave between two looks. */
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final List<Loop> loops = new ArrayList<>();
  private final List<Future<?>> timers = new ArrayList<>();

  /** One event loop; written by itself only. */
  private static final class Loop implements Runnable {
    private final Timing lateness;
    private volatile long lastBeat = System.nanoTime();
    private volatile long worst;
    private volatile long worstBefore;
    private long windowSince = lastBeat;

    Loop(Timing lateness) {
      this.lateness = lateness;
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      long late = Math.max(0, now - lastBeat - PERIOD);
      lastBeat = now;
      lateness.took(late);
      if (now - windowSince > WINDOW) {
        windowSince = now;
        worstBefore = worst;
        worst = 0;
      }
      worst = Math.max(worst, late);
    }
  }

  /** Begins to feel it. */
  public static EventLoopPulse of(Vertx vertx, Metrics metrics) {
    EventLoopPulse pulse = new EventLoopPulse();
    Timing lateness =
        metrics.timing("parley.event.loop.lag", "How late event loops did what was due.");
    for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      Loop loop = new Loop(lateness);
      pulse.loops.add(loop);
      pulse.timers.add(executor.scheduleWithFixedDelay(loop, PERIOD, PERIOD, TimeUnit.NANOSECONDS));
    }
    metrics.gauge(
        "parley.event.loop.lag.max.seconds",
        "The worst lateness of the last one to two minutes.",
        pulse::worstSeconds);
    return pulse;
  }

  /** How long the event loop that has been silent for longest has not done anything. */
  public Duration silence() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        Math.max(0, loops.stream().mapToLong(loop -> now - loop.lastBeat).max().orElse(0)));
  }

  /** Stops to feel it. */
  public void stop() {
    timers.forEach(timer -> timer.cancel(false));
  }

  private double worstSeconds() {
    long nanos =
        loops.stream().mapToLong(loop -> Math.max(loop.worst, loop.worstBefore)).max().orElse(0);
    return nanos / 1e9;
  }
}
