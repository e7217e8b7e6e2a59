// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.link.LineSocket;
import io.parley.terminal.link.Patience;
import io.parley.terminal.peer.PeerFrame.TurnedAway;
import io.parley.terminal.peer.PeerFrame.TurnedAway.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where other clients knock. Only who was announced by the server comes in, and only with the word
 * that goes with the name; all others are turned away. Event loop only.
 */
final class PeerListener {
  private static final int MOST_AT_THE_DOOR = 16;

  /** Who decides about those who were announced, and hears of those who were not. */
  interface Host {
    /** Why this user should not come in now, although announced. */
    Optional<Reason> objection(Username user);

    /** An announced user has come in. */
    void arrived(Username user, PeerConnection connection);

    /** Somebody who was not announced has knocked, and is gone. */
    void turnedAway(String from, Optional<Username> claimed);
  }

  private final Vertx vertx;
  private final int port;
  private final Patience patience;
  private final Announcements announcements;
  private final Host host;
  private final Map<String, NetServer> addressToServer = new HashMap<>();
  private int atTheDoor;

  PeerListener(Vertx vertx, int port, Patience patience, Announcements announcements, Host host) {
    this.vertx = vertx;
    this.port = port;
    this.patience = patience;
    this.announcements = announcements;
    this.host = host;
  }

  /** Listens on this address too, unless it does already; the answer is the port. */
  Future<Integer> listen(String address) {
    NetServer there = addressToServer.get(address);
    if (there != null) {
      return Future.succeededFuture(there.actualPort());
    }
    NetServer server = vertx.createNetServer(new NetServerOptions().setTcpKeepAlive(true));
    server.connectHandler(this::knocked);
    return server
        .listen(port, address)
        .map(listening -> {
          // an earlier address may still carry sessions: closing its server would end them
          addressToServer.put(address, listening);
          return listening.actualPort();
        });
  }

  private void knocked(NetSocket socket) {
    LineSocket lines = LineSocket.over(socket, PeerSession.LINE_LIMIT);
    if (atTheDoor >= MOST_AT_THE_DOOR) {
      lines.send(PeerDialect.write(new TurnedAway(Reason.BUSY)));
      lines.close();
      return;
    }
    atTheDoor++;
    PeerConnection connection = new PeerConnection(lines);
    connection.open(vertx, patience).onSuccess(first -> introduced(connection, first));
  }

  private void introduced(PeerConnection connection, Optional<PeerFrame> first) {
    if (first.isPresent() && first.get() instanceof PeerFrame.Hello(Username user, Secret token)) {
      announcements
          .welcomes(user, token)
          .onSuccess(welcome -> {
            atTheDoor--;
            letInOrNot(connection, user, welcome);
          });
    } else {
      atTheDoor--;
      turnAway(connection, Optional.empty());
    }
  }

  private void letInOrNot(PeerConnection connection, Username user, boolean welcome) {
    if (!welcome) {
      turnAway(connection, Optional.of(user));
      return;
    }
    Optional<Reason> objection = host.objection(user);
    if (objection.isPresent()) {
      connection.close(new TurnedAway(objection.get()));
    } else {
      connection.send(new PeerFrame.Ready());
      host.arrived(user, connection);
    }
  }

  private void turnAway(PeerConnection connection, Optional<Username> claimed) {
    connection.close(new TurnedAway(Reason.UNKNOWN));
    host.turnedAway(connection.socket().remoteHost(), claimed);
  }
}
