// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many bare connections that do not read unless they are told to. For one thread. */
public final class Crowd implements AutoCloseable {
  private final List<SocketChannel> connections = new ArrayList<>();

  /** Connects so many times, without waiting for a greeting. */
  public static Crowd of(int count, InetSocketAddress server) {
    Crowd crowd = new Crowd();
    try {
      for (int i = 0; i < count; i++) {
        SocketChannel connection = SocketChannel.open();
        crowd.connections.add(connection);
        connection.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        connection.connect(server);
        connection.configureBlocking(false);
      }
      return crowd;
    } catch (IOException refused) {
      crowd.close();
      throw new UncheckedIOException(refused);
    }
  }

  /** Each sends this, as far as the server takes it. */
  public void say(String text) {
    for (SocketChannel connection : connections) {
      try {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        int unused = connection.write(bytes);
      } catch (IOException turnedAway) {
        // the server may do that
      }
    }
  }

  /** Each sends a text of its own. */
  public void say(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      try {
        int unused = connections.get(i).write(StandardCharsets.UTF_8.encode(texts.get(i)));
      } catch (IOException turnedAway) {
        // the server may do that
      }
    }
  }

  /** What each has to read at the moment, of all together; each connection's text ends a line. */
  public List<String> read() {
    List<String> texts = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(8_192);
    for (SocketChannel connection : connections) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      try {
        for (int count = connection.read(buffer); count > 0; count = connection.read(buffer)) {
          text.write(buffer.array(), 0, count);
          buffer.clear();
        }
      } catch (IOException turnedAway) {
        // what came before counts
      }
      buffer.clear();
      texts.add(text.toString(StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Override
  public void close() {
    for (SocketChannel connection : connections) {
      try {
        connection.close();
      } catch (IOException gone) {
        // then it is closed
      }
    }
  }
}
