// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.terminal.link.LineSocket;
import io.parley.terminal.link.Patience;
import io.parley.wire.Line;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two clients, which reads one line before it is known whether it becomes a
 * session. Event loop only.
 */
final class PeerConnection implements LineSocket.Reader {
  private final LineSocket socket;
  private final Promise<Optional<PeerFrame>> first = Promise.promise();
  private @Nullable PeerSession session;

  PeerConnection(LineSocket socket) {
    this.socket = socket;
  }

  /** The first line, after which it is held; nothing if none comes in time or it makes no sense. */
  Future<Optional<PeerFrame>> open(Vertx vertx, Patience patience) {
    long timer = vertx.setTimer(patience.connecting().toMillis(), id -> socket.abandon());
    socket.open(vertx, patience, this);
    return first.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  LineSocket socket() {
    return socket;
  }

  void send(PeerFrame frame) {
    if (!socket.isOver()) {
      socket.send(PeerDialect.write(frame));
    }
  }

  /** Says a last word. */
  void close(PeerFrame last) {
    send(last);
    socket.close();
  }

  /** From now on what comes is for the session. */
  void become(PeerSession session) {
    this.session = session;
    socket.letGo();
  }

  @Override
  public void line(Line line) {
    if (session != null) {
      session.line(line);
    } else {
      // nothing further is read before there is a session
      socket.hold();
      first.complete(
          line instanceof Line.Text(String text) ? PeerDialect.read(text) : Optional.empty());
    }
  }

  @Override
  public void silent() {
    if (session != null) {
      session.silent();
    }
  }

  @Override
  public void lost() {
    if (session != null) {
      session.lost();
    } else {
      first.tryComplete(Optional.empty());
    }
  }
}
