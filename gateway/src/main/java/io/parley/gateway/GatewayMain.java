// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.node.Node;

/** Starts a node that carries connections of clients and does nothing else. */
public final class GatewayMain {
  private GatewayMain() {}

  public static void main(String[] args) {
    Node.run(args, new GatewayRole());
  }
}
