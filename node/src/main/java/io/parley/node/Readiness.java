// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** What must be so for the node to count as ready to serve. Any thread may register a check. */
public final class Readiness {
  private final Map<String, Supplier<? extends Future<?>>> checks = new ConcurrentSkipListMap<>();

  /**
   * Asks this check from now on, every few seconds and never twice at a time.
   *
   * @param check succeeds if all is well; one that takes too long counts as failed
   */
  public void register(String name, Supplier<? extends Future<?>> check) {
    checks.put(name, check);
  }

  Map<String, Supplier<? extends Future<?>>> checks() {
    return checks;
  }
}
