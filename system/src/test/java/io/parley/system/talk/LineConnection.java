// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A bare connection to a server: bytes go out as given, lines come in, all of them kept. What a
 * test waits for is a condition over those lines, with a deadline.
 */
public final class LineConnection implements AutoCloseable {
  private final Socket socket;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private LineConnection(Socket socket) {
    this.socket = socket;
  }

  /** Connects, and reads from then on. */
  public static LineConnection to(InetSocketAddress server) {
    try {
      Socket socket = new Socket(server.getAddress(), server.getPort());
      socket.setTcpNoDelay(true);
      LineConnection connection = new LineConnection(socket);
      Thread.ofVirtual().start(connection::read);
      return connection;
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** Sends a line. */
  public void send(String line) {
    sendBytes((line + "\n").getBytes(UTF_8));
  }

  /** Sends a line, unless the connection has been closed meanwhile. */
  public void sendQuietly(String line) {
    sendQuietly((line + "\n").getBytes(UTF_8));
  }

  /** Sends bytes, unless the connection has been closed meanwhile. */
  public void sendQuietly(byte[] bytes) {
    try {
      sendBytes(bytes);
    } catch (UncheckedIOException closed) {
      // then nobody wants them
    }
  }

  /** Sends bytes in one write. */
  public void sendBytes(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The next line that nobody has taken yet. */
  public synchronized String takeLine() {
    return takeLine(line -> true);
  }

  /** The first line that nobody has taken yet and for which this holds; others stay. */
  public synchronized String takeLine(Predicate<String> condition) {
    Deadline deadline = new Deadline();
    while (true) {
      for (int i = 0; i < lines.size(); i++) {
        if (condition.test(lines.get(i))) {
          return lines.remove(i);
        }
      }
      if (ended || deadline.isOver()) {
        throw new AssertionError(
            (ended ? "the connection ended" : "nothing came") + "; not taken: " + lines);
      }
      deadline.await(this);
    }
  }

  /** The next line, however long it takes to come; for clients that read all the time. */
  synchronized String awaitLine() throws Ended {
    while (lines.isEmpty()) {
      if (ended) {
        throw new Ended();
      }
      try {
        wait();
      } catch (InterruptedException interrupted) {
        throw new Ended();
      }
    }
    return lines.removeFirst();
  }

  /** The server has closed the connection. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** All lines that nobody has taken yet. */
  public synchronized List<String> untaken() {
    return List.copyOf(lines);
  }

  /** Waits until the server has closed the connection. */
  public synchronized void awaitEnd() {
    Deadline deadline = new Deadline();
    while (!ended) {
      if (deadline.isOver()) {
        throw new AssertionError("the connection goes on; not taken: " + lines);
      }
      deadline.await(this);
    }
  }

  public synchronized boolean hasEnded() {
    return ended;
  }

  public int localPort() {
    return socket.getLocalPort();
  }

  /** Closes the sending side only, as {@code nc -N} does at the end of its input. */
  public void endOfInput() {
    try {
      socket.shutdownOutput();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Breaks the connection with a reset. */
  public void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // then it is broken already
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

  private void read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      InputStream in = socket.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            add(line.toString(UTF_8));
            line.reset();
          } else {
            line.write(buffer[i]);
          }
        }
      }
    } catch (IOException broken) {
      // the same as an end
    }
    end();
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
