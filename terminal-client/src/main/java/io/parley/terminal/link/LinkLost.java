// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

/** There is no connection to the server, or it ended before an answer came. */
public final class LinkLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LinkLost() {
    super("no connection to the server", null, false, false);
  }
}
