// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.netty.channel.ChannelHandlerContext;
import io.parley.wire.Line;
import io.parley.wire.LineFramer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that carries lines both ways, and notices when the other side has gone without a
 * word. Begins held: nothing that arrives is lost before somebody reads it. Event loop only.
 */
public final class LineSocket {
  private static final Duration LINGER = Duration.ofSeconds(5);

  /** Who reads a socket. */
  public interface Reader {
    /** The next line. */
    void line(Line line);

    /** The other side was silent for long: say something that it answers. */
    void silent();

    /** The connection has ended, not by {@link LineSocket#close()}. The last call. */
    void lost();
  }

  private final NetSocket socket;
  private final LineFramer framer;
  private @Nullable Reader reader;
  private @Nullable Heartbeat heartbeat;
  private boolean isBounded;
  private int holds = 1;
  private boolean draining;
  private boolean atEnd;
  private boolean over;

  private LineSocket(NetSocket socket, int lineLimit) {
    this.socket = socket;
    this.framer = new LineFramer(lineLimit);
  }

  /**
   * Takes the socket over; to be called at once when there is one, since what comes to a socket
   * that has no handler is lost.
   */
  public static LineSocket over(NetSocket socket, int lineLimit) {
    LineSocket lines = new LineSocket(socket, lineLimit);
    socket.pause();
    socket.handler(bytes -> {
      if (lines.over) {
        return; // nobody reads it, so it must not be kept
      }
      if (lines.heartbeat != null) {
        lines.heartbeat.heard();
      }
      lines.framer.feed(bytes);
      lines.drain();
    });
    // the end comes after all that came before it, and after a reset too
    socket.endHandler(end -> {
      lines.atEnd = true;
      lines.drain();
    });
    socket.exceptionHandler(fault -> {});
    return lines;
  }

  /** Begins to read. */
  public void open(Vertx vertx, Patience patience, Reader reader) {
    this.reader = reader;
    heartbeat = new Heartbeat(vertx, patience, reader::silent, this::abandon);
    heartbeat.start();
    letGo();
  }

  /**
   * From now on, whoever leaves more than about this many bytes unread is given up. Without it
   * whoever sends must see to it that there is a bound.
   */
  public void holdsAtMost(int bytes) {
    socket.setWriteQueueMaxSize(bytes);
    isBounded = true;
  }

  /** Sends a line; the future says whether it was written out. */
  public Future<Void> send(String line) {
    Future<Void> written = socket.write(line + "\n");
    if (isBounded && socket.writeQueueFull()) {
      abandon();
    }
    return written;
  }

  /** Reads no further, until {@link #letGo} was called as often as this. */
  public void hold() {
    holds++;
    socket.pause();
    suspendHeartbeat();
  }

  /** Ends a {@link #hold}. */
  public void letGo() {
    holds--;
    suspendHeartbeat();
    if (holds == 0) {
      drain();
      socket.resume();
    }
  }

  private void suspendHeartbeat() {
    if (heartbeat != null) {
      heartbeat.suspend(holds > 0);
    }
  }

  private void drain() {
    if (draining || reader == null) {
      return;
    }
    draining = true;
    try {
      while (holds == 0 && !over) {
        var line = framer.next();
        if (line.isEmpty()) {
          break;
        }
        reader.line(line.get());
      }
    } finally {
      draining = false;
    }
    if (atEnd && holds == 0) {
      abandon();
    }
  }

  /** Ends the connection at once and tells the reader so. */
  public void abandon() {
    if (!over) {
      over();
      cut();
      if (reader != null) {
        reader.lost();
      }
    }
  }

  /**
   * Ends the connection without a further word to the reader; what was sent before still goes out,
   * if the other side takes it soon.
   */
  public void close() {
    if (!over) {
      over();
      var closing = socket.close();
      var timer =
          channel().executor().schedule(this::cut, LINGER.toMillis(), TimeUnit.MILLISECONDS);
      closing.onComplete(closed -> timer.cancel(false));
    }
  }

  private void over() {
    over = true;
    if (heartbeat != null) {
      heartbeat.stop();
    }
    // the end is seen only by who reads
    socket.resume();
  }

  /** Vert.x waits until all is written, which whoever reads nothing can put off for ever. */
  private void cut() {
    var unused = channel().close();
  }

  private ChannelHandlerContext channel() {
    return ((NetSocketInternal) socket).channelHandlerContext();
  }

  public boolean isOver() {
    return over;
  }

  /** The address of this side. */
  public String localHost() {
    return socket.localAddress().hostAddress();
  }

  /** The address of the other side. */
  public String remoteHost() {
    return socket.remoteAddress().hostAddress();
  }
}
