// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.node.Node;

/** A node that only knows accounts and checks passwords. */
public final class AuthMain {
  private AuthMain() {}

  public static void main(String[] arguments) {
    Node.run(arguments, new AuthRole());
  }
}
