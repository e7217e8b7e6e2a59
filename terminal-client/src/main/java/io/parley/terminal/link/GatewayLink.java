// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.wire.ClientDialect;
import io.parley.wire.Command;
import io.parley.wire.Greeting;
import io.parley.wire.Line;
import io.parley.wire.LineFramer;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.parley.wire.RequestId;
import io.parley.wire.ServerLine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One connection to the server: each request gets its answer, what the server tells goes to the
 * listener. After the answer to a login it is held, so that whoever logged in can get ready for the
 * events that follow. Event loop only.
 */
public final class GatewayLink {
  /** Who hears what the server tells. */
  public interface Listener {
    /** An event. */
    void told(Notice notice);

    /** The connection has ended. The last call; not made for {@link GatewayLink#close()}. */
    void lost();
  }

  private final Vertx vertx;
  private final LineSocket socket;
  private final Patience patience;
  private final Listener listener;
  private final ClientDialect dialect = new ClientDialect();
  private final Promise<GatewayLink> greeted = Promise.promise();
  private final Requests requests;

  private GatewayLink(Vertx vertx, LineSocket socket, Patience patience, Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.patience = patience;
    this.listener = listener;
    // a server that does not answer is as good as gone
    this.requests = new Requests(vertx, patience.request(), socket::abandon);
  }

  /** Connects, and waits for the greeting. Fails with {@link NoServer} or {@link NotTrusted}. */
  public static Future<GatewayLink> connect(
      Vertx vertx, Way way, Patience patience, Listener listener) {
    return way.go(patience.connecting())
        .recover(fault ->
            Future.failedFuture(
                fault instanceof NotTrusted ? fault : NoServer.unreachable(way.server(), fault)))
        .map(socket ->
            new GatewayLink(
                vertx,
                LineSocket.over(socket, ClientDialect.SERVER_LINE_LIMIT),
                patience,
                listener))
        .compose(link -> link.awaitGreeting(way.server()));
  }

  private Future<GatewayLink> awaitGreeting(ServerAddress server) {
    long timer = vertx.setTimer(patience.connecting().toMillis(), id -> socket.abandon());
    socket.open(vertx, patience, new Reader());
    return greeted
        .future()
        .recover(fault -> Future.failedFuture(NoServer.notParley(server)))
        .onComplete(done -> vertx.cancelTimer(timer));
  }

  /** The answer to a command; fails with {@link LinkLost} if the connection ends before it. */
  public Future<Reply> ask(Command command) {
    if (socket.isOver()) {
      return Future.failedFuture(new LinkLost());
    }
    RequestId id = requests.nextId();
    String line = dialect.write(Optional.of(id), command);
    int length = line.getBytes(StandardCharsets.UTF_8).length;
    if (length > LineFramer.DEFAULT_LIMIT) {
      return Future.succeededFuture(
          new Reply.Refused(
              FailureCode.TOO_LONG,
              "That is too long by " + (length - LineFramer.DEFAULT_LIMIT) + " bytes."));
    }
    if (requests.areTooMany()) {
      return Future.succeededFuture(
          new Reply.Refused(FailureCode.RATE_LIMITED, "Too many commands wait for their answers."));
    }
    socket.send(line);
    return requests.add(id, command, length);
  }

  /** Says that a message was shown. */
  public void acknowledge(MessageId id) {
    if (!socket.isOver()) {
      socket.send(dialect.write(Optional.empty(), new Command.Acknowledge(id)));
    }
  }

  /** Reads no further until {@link #letGo} was called as often. */
  public void hold() {
    socket.hold();
  }

  /** Ends a hold, such as that after the answer to a login. */
  public void letGo() {
    socket.letGo();
  }

  /** Ends the connection; requests without an answer fail, and the listener hears no more. */
  public void close() {
    socket.close();
    requests.failAll();
  }

  /** The address of this side. */
  public String localHost() {
    return socket.localHost();
  }

  /** The address of the server. */
  public String remoteHost() {
    return socket.remoteHost();
  }

  private final class Reader implements LineSocket.Reader {
    @Override
    public void line(Line line) {
      if (line instanceof Line.Text(String text)) {
        switch (dialect.read(text, requests::command)) {
          case ServerLine.Greeted(Greeting greeting) -> greeted(greeting);
          case ServerLine.Answered(Optional<RequestId> re, Reply reply) -> answered(re, reply);
          case ServerLine.Told(Notice notice) -> listener.told(notice);
          case ServerLine.Unknown unknown -> {
            if (!greeted.future().isComplete()) {
              socket.abandon();
            }
          }
        }
      }
    }

    private void greeted(Greeting greeting) {
      if (greeting.protocol() == Greeting.PROTOCOL_VERSION) {
        greeted.tryComplete(GatewayLink.this);
      } else {
        socket.abandon();
      }
    }

    private void answered(Optional<RequestId> re, Reply reply) {
      if (reply instanceof Reply.LoggedIn) {
        hold();
      }
      requests.answered(re, reply);
    }

    @Override
    public void silent() {
      ask(new Command.Ping());
    }

    @Override
    public void lost() {
      if (greeted.tryFail(new LinkLost())) {
        return;
      }
      requests.failAll();
      listener.lost();
    }
  }
}
