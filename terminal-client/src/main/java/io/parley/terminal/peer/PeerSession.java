// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Username;
import io.parley.terminal.link.LineSocket;
import io.parley.terminal.peer.PeerProblem.Kind;
import io.parley.wire.Line;
import io.parley.wire.LineFramer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open private session with one user: what the person says, and whether it was seen; what the
 * other says, in order. Event loop only.
 */
final class PeerSession {
  /** How long a line between two clients may be, in bytes. */
  static final int LINE_LIMIT = LineFramer.DEFAULT_LIMIT;

  /** More texts than this must not wait to be seen. */
  private static final int MOST_UNSEEN = 64;

  /**
   * More bytes than this must not wait for the other side to take them: enough for all texts that
   * may be unseen. Whoever asks much and reads nothing is left.
   */
  private static final int MOST_UNTAKEN = (MOST_UNSEEN + 1) * (LINE_LIMIT + 1);

  /** Who hears what the other side does. */
  interface Listener {
    /** The other said something; the action is to be run when it was shown. */
    void said(PeerSession session, String text, Runnable seen);

    /** The other side ended it, with a reason or without a word. The last call. */
    void ended(PeerSession session, Optional<PeerGoodbye> reason);
  }

  private final Caller other;
  private final boolean dialled;
  private final LineSocket socket;
  private final Listener listener;
  private final Map<Long, Promise<Void>> unseen = new LinkedHashMap<>();
  private long lastNumber;

  /**
   * @param dialled whether this side opened the connection
   */
  PeerSession(Caller other, boolean dialled, LineSocket socket, Listener listener) {
    this.other = other;
    this.dialled = dialled;
    this.socket = socket;
    this.listener = listener;
    socket.holdsAtMost(MOST_UNTAKEN);
  }

  Username user() {
    return other.user();
  }

  /** With whom, and by which key. */
  Caller other() {
    return other;
  }

  boolean dialled() {
    return dialled;
  }

  /** Says a text to the other side. Completes when it was shown; fails with {@link PeerProblem}. */
  Future<Void> say(String text) {
    if (socket.isOver()) {
      return Future.failedFuture(new PeerProblem(Kind.ENDED));
    }
    if (unseen.size() >= MOST_UNSEEN) {
      return Future.failedFuture(new PeerProblem(Kind.TOO_MUCH_UNSEEN));
    }
    String line = PeerDialect.write(new PeerFrame.Text(lastNumber + 1, text));
    if (line.getBytes(StandardCharsets.UTF_8).length > LINE_LIMIT) {
      return Future.failedFuture(new PeerProblem(Kind.TOO_LONG));
    }
    Promise<Void> seen = Promise.promise();
    unseen.put(++lastNumber, seen);
    socket.send(line);
    return seen.future();
  }

  /** Ends the session, and tells the other side why. */
  void end(PeerGoodbye reason) {
    send(new PeerFrame.Bye(Optional.of(reason)));
    socket.close();
    failUnseen();
  }

  /** Asks the other side whether it is there. */
  void silent() {
    send(new PeerFrame.Ping());
  }

  /** The connection has ended without a goodbye. */
  void lost() {
    failUnseen();
    listener.ended(this, Optional.empty());
  }

  void hold() {
    socket.hold();
  }

  void letGo() {
    socket.letGo();
  }

  /** The next line of the other side. */
  void line(Line line) {
    if (!(line instanceof Line.Text(String text))) {
      // nothing that a client of ours sends
      end(PeerGoodbye.NONSENSE);
      listener.ended(this, Optional.empty());
      return;
    }
    PeerDialect.read(text).ifPresent(this::take);
  }

  private void take(PeerFrame frame) {
    switch (frame) {
      case PeerFrame.Text(long number, String text) ->
          listener.said(this, text, () -> send(new PeerFrame.Seen(number)));
      case PeerFrame.Seen(long number) -> {
        Promise<Void> seen = unseen.remove(number);
        if (seen != null) {
          seen.complete();
        }
      }
      case PeerFrame.Ping ping -> send(new PeerFrame.Pong());
      case PeerFrame.Bye(Optional<PeerGoodbye> reason) -> {
        socket.close();
        failUnseen();
        listener.ended(this, reason);
      }
      case PeerFrame.Pong pong -> {}
      case PeerFrame.Hello hello -> {}
      case PeerFrame.Ready ready -> {}
      case PeerFrame.TurnedAway turnedAway -> {}
    }
  }

  private void send(PeerFrame frame) {
    if (!socket.isOver()) {
      socket.send(PeerDialect.write(frame));
    }
  }

  private void failUnseen() {
    List<Promise<Void>> all = List.copyOf(unseen.values());
    unseen.clear();
    all.forEach(each -> each.fail(new PeerProblem(Kind.ENDED)));
  }
}
