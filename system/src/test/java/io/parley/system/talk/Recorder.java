// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody in between, who passes everything on and keeps a copy. */
public final class Recorder implements AutoCloseable {
  private final ServerSocket socket;
  private final InetSocketAddress behind;
  private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
  private final AtomicInteger connections = new AtomicInteger();

  private Recorder(ServerSocket socket, InetSocketAddress behind) {
    this.socket = socket;
    this.behind = behind;
  }

  /** Stands before this address from now on. */
  public static Recorder before(InetSocketAddress behind) {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Recorder recorder = new Recorder(socket, behind);
      Thread.ofVirtual().start(recorder::accept);
      return recorder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where to connect instead. */
  public int port() {
    return socket.getLocalPort();
  }

  /** All bytes so far, of both directions, each as the character of its number. */
  public String copy() {
    return copy.toString(StandardCharsets.ISO_8859_1);
  }

  /** How often somebody has connected. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        connections.incrementAndGet();
        Socket server = new Socket(behind.getAddress(), behind.getPort());
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        copy.write(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    } catch (IOException ended) {
      // and so is the other direction
    }
  }
}
