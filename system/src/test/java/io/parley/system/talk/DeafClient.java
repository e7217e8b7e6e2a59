// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that never reads a byte, with a receive buffer as small as the system allows. */
public final class DeafClient implements AutoCloseable {
  private final Socket socket;

  private DeafClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects and sends one line. */
  public static DeafClient sending(InetSocketAddress server, String line) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.connect(server);
      socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
      return new DeafClient(socket);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // then it is closed already
    }
  }
}
