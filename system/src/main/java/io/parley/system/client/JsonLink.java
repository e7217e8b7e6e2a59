// SPDX-License-Identifier: Apache-2.0
package io.parley.system.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a gateway in the JSON dialect: frames go out, frames come in, and nothing of
 * them is understood. Blocks the thread that calls, and so is made for virtual threads: one may
 * receive while one other sends.
 */
public final class JsonLink implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_BUFFER = 1024;

  private final Socket socket;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int end;

  private JsonLink(Socket socket) {
    this.socket = socket;
  }

  /** Connects, and reads the server's greeting. Fails if either takes longer than the patience. */
  public static JsonLink connect(InetSocketAddress server, Duration patience) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server, millis(patience));
      socket.setTcpNoDelay(true);
      JsonLink link = new JsonLink(socket);
      String greeting = link.receiveLine(patience).orElseThrow(SocketTimeoutException::new);
      if (!greeting.startsWith("PARLEY/1 ")) {
        throw new IOException("no Parley server: " + greeting);
      }
      return link;
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  /** Where the gateway is. */
  public InetSocketAddress server() {
    return (InetSocketAddress) socket.getRemoteSocketAddress();
  }

  /** A frame that asks for this. */
  public static ObjectNode frame(String op) {
    return JSON.createObjectNode().put("op", op);
  }

  /** Sends frames, all in one write. */
  public void send(List<ObjectNode> frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ObjectNode frame : frames) {
      bytes.write(JSON.writeValueAsBytes(frame));
      bytes.write('\n');
    }
    socket.getOutputStream().write(bytes.toByteArray());
  }

  /** Sends one frame. */
  public void send(ObjectNode frame) throws IOException {
    send(List.of(frame));
  }

  /**
   * The next frame; nothing if none comes in this time.
   *
   * @throws EOFException if the server has closed the connection
   */
  public Optional<JsonNode> receive(Duration patience) throws IOException {
    Optional<String> line = receiveLine(patience);
    return line.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(line.get()));
  }

  /** The next frame if it has been read already; nothing otherwise, and no waiting. */
  public Optional<JsonNode> receiveAtHand() throws IOException {
    Optional<String> line = lineAtHand(start);
    return line.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(line.get()));
  }

  /** Says that nothing more will be sent; what the server still says can be read. */
  public void endOfInput() throws IOException {
    socket.shutdownOutput();
  }

  /** Breaks the connection as a machine does that loses its power: no goodbye, a reset. */
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

  private Optional<String> receiveLine(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    int scanned = start;
    while (true) {
      Optional<String> line = lineAtHand(scanned);
      if (line.isPresent()) {
        return line;
      }
      int known = end - start;
      makeRoom();
      scanned = start + known;
      long left = Math.max(0, deadline - System.nanoTime());
      socket.setSoTimeout(millis(Duration.ofNanos(left)));
      int read;
      try {
        read = socket.getInputStream().read(buffer, end, buffer.length - end);
      } catch (SocketTimeoutException nothing) {
        return Optional.empty();
      }
      if (read < 0) {
        throw new EOFException("the server closed the connection");
      }
      end += read;
    }
  }

  /** The first line in the buffer, whose end is looked for from this place on. */
  private Optional<String> lineAtHand(int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        String line = new String(buffer, start, i - start, UTF_8);
        start = i + 1;
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
  }

  /** At least one: zero would mean to wait for ever. */
  private static int millis(Duration patience) {
    return Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
  }
}
