// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.PeerAddress;

/** The other client could not be reached, or did not open. */
final class NoWayThrough extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String host;
  private final int port;
  private final boolean already;

  private NoWayThrough(PeerAddress address, boolean already) {
    super("no way through to " + address.host() + ":" + address.port(), null, false, false);
    this.host = address.host();
    this.port = address.port();
    this.already = already;
  }

  static NoWayThrough to(PeerAddress address) {
    return new NoWayThrough(address, false);
  }

  /** It did answer: the two have a session, or the other is about to open one. */
  static NoWayThrough already(PeerAddress address) {
    return new NoWayThrough(address, true);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean isAlready() {
    return already;
  }
}
