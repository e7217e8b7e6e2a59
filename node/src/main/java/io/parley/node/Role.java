// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;

/**
 * One thing that a node can do: carry connections, know accounts, know who is online, keep
 * messages.
 */
public interface Role {
  /** How the role is called on the command line, in logs and in health answers. */
  String name();

  /**
   * Begins to play the role. What it wants to be checked for readiness it registers with {@link
   * NodeContext#readiness()}.
   *
   * @return the id of its deployment, when it serves; the node ends deployments in reverse order of
   *     their start
   */
  Future<String> deploy(NodeContext node);
}
