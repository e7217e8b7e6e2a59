// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.node.metrics.Metrics;
import java.time.InstantSource;

/** What a node tells whoever watches over it. */
public record Oversight(Startup startup, Readiness readiness, Metrics metrics, Pages pages) {
  /** Of a node of which nothing is known yet. */
  public static Oversight fresh(InstantSource clock) {
    return new Oversight(new Startup(), new Readiness(clock), new Metrics(), new Pages());
  }
}
