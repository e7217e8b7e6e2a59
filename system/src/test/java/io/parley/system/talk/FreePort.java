// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of the loopback address, for those who must know it before they listen. */
public final class FreePort {
  private FreePort() {}

  /** One at which nobody listens now. */
  public static int now() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
