// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.node.Node;

/** Starts a node that delivers and keeps messages and does nothing else. */
public final class MessagingMain {
  private MessagingMain() {}

  public static void main(String[] args) {
    Node.run(args, new MessagingRole());
  }
}
