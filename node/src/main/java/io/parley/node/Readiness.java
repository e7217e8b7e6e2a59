// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must be so for the node to count as ready to serve. The node asks all checks now and then
 * and remembers the answers, so that nobody who wants to know has to wait, and however many want to
 * know, no check is asked twice at a time. Any thread may call.
 */
public final class Readiness {
  /** How old a good answer may be. A check that does not answer at all fails by this. */
  static final Duration LONGEST_TRUST = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Map<String, Check> nameToCheck = new ConcurrentSkipListMap<>();

  /** One check, and when it was last answered well. */
  private static final class Check {
    private final Supplier<? extends Future<?>> question;
    private @Nullable Future<?> underWay;
    private Instant good = Instant.MIN;

    Check(Supplier<? extends Future<?>> question) {
      this.question = question;
    }

    synchronized void ask(InstantSource clock) {
      if (underWay != null && !underWay.isComplete()) {
        return;
      }
      Instant asked = clock.instant();
      underWay =
          Future.succeededFuture()
              .compose(start -> question.get().mapEmpty()) // what it throws is bad too
              .onComplete(answer -> good(asked), failure -> good(Instant.MIN));
    }

    private synchronized void good(Instant when) {
      good = when;
    }

    synchronized boolean isUp(Instant now) {
      return good.isAfter(now.minus(LONGEST_TRUST));
    }
  }

  public Readiness(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Asks this check from now on.
   *
   * @param check succeeds if all is well
   */
  public void register(String name, Supplier<? extends Future<?>> check) {
    Check fresh = new Check(check);
    nameToCheck.put(name, fresh);
    fresh.ask(clock);
  }

  /** Asks all checks that have answered the last time. */
  void ask() {
    nameToCheck.values().forEach(check -> check.ask(clock));
  }

  /** Each check, and whether it was well a moment ago. */
  Map<String, Boolean> answers() {
    Instant now = clock.instant();
    Map<String, Boolean> answers = new ConcurrentSkipListMap<>();
    nameToCheck.forEach((name, check) -> answers.put(name, check.isUp(now)));
    return answers;
  }
}
