// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.PeerAddress;

/** The other client could not be reached, or did not open. */
final class NoWayThrough extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String host;
  private final int port;
  private final Kind kind;

  private enum Kind {
    UNREACHABLE,
    ALREADY,
    WRONG_KEY
  }

  private NoWayThrough(PeerAddress address, Kind kind) {
    super("no way through to " + address.host() + ":" + address.port(), null, false, false);
    this.host = address.host();
    this.port = address.port();
    this.kind = kind;
  }

  static NoWayThrough to(PeerAddress address) {
    return new NoWayThrough(address, Kind.UNREACHABLE);
  }

  /** It did answer: the two have a session, or the other is about to open one. */
  static NoWayThrough already(PeerAddress address) {
    return new NoWayThrough(address, Kind.ALREADY);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean isAlready() {
    return kind == Kind.ALREADY;
  }

  /** Somebody answered who has not the key of the other. */
  static NoWayThrough wrongKey(PeerAddress address) {
    return new NoWayThrough(address, Kind.WRONG_KEY);
  }

  boolean isWrongKey() {
    return kind == Kind.WRONG_KEY;
  }
}
