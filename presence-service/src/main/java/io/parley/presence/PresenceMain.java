// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.node.Node;

/** A node that plays no other role than presence. */
public final class PresenceMain {
  private PresenceMain() {}

  public static void main(String[] arguments) {
    Node.run(arguments, new PresenceRole());
  }
}
