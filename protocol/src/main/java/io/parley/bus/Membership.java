// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.Future;

/** What the cluster itself says of this node. Any thread. */
public interface Membership {
  /** How the cluster calls this node. */
  String name();

  /** How many other members it has, as far as this node knows. */
  int others();

  /** Succeeds if the other members take this node for one of theirs. */
  Future<?> verify();
}
