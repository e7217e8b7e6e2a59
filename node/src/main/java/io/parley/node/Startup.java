// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * What must have been so once for the node to count as started. A check that has passed is not
 * asked again, so that what happens to the node, or to its neighbours, later has no say in it. Any
 * thread may call.
 */
public final class Startup {
  private final Map<String, Check> nameToCheck = new ConcurrentSkipListMap<>();

  /** One check, and whether it has passed. */
  private static final class Check {
    private final Supplier<? extends Future<?>> question;
    private Future<?> underWay = Future.succeededFuture();
    private volatile boolean passed;

    Check(Supplier<? extends Future<?>> question) {
      this.question = question;
    }

    synchronized void ask() {
      if (!passed && underWay.isComplete()) {
        underWay =
            Future.succeededFuture()
                .compose(start -> question.get().mapEmpty()) // what it throws is no pass
                .onSuccess(well -> passed = true);
      }
    }
  }

  /**
   * Asks this check until it passes for the first time.
   *
   * @param check succeeds if all is well
   */
  public void register(String name, Supplier<? extends Future<?>> check) {
    Check fresh = new Check(check);
    nameToCheck.put(name, fresh);
    fresh.ask();
  }

  /** Asks all checks that have not passed and are not being asked. */
  void ask() {
    nameToCheck.values().forEach(Check::ask);
  }

  /** Each check, and whether it has passed. */
  Map<String, Boolean> answers() {
    Map<String, Boolean> answers = new ConcurrentSkipListMap<>();
    nameToCheck.forEach((name, check) -> answers.put(name, check.passed));
    return answers;
  }
}
