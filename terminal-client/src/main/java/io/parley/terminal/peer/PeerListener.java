// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.link.LineSocket;
import io.parley.terminal.link.Patience;
import io.parley.terminal.peer.PeerFrame.TurnedAway;
import io.parley.terminal.peer.PeerFrame.TurnedAway.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
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

  /** The address of whom a handshake failed with is not known. */
  private static final String WITHOUT_A_KEY = "somebody without a key";

  /** Who decides about those who were announced, and hears of those who were not. */
  interface Host {
    /** Why this user should not come in now, although announced. */
    Optional<Reason> objection(Username user);

    /** An announced user has come in. */
    void arrived(Caller caller, PeerConnection connection);

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

  /**
   * Listens on this address too, unless it does already; the answer is the port.
   *
   * @param own by what visitors know this client
   */
  Future<Integer> listen(String address, Identity own) {
    NetServer there = addressToServer.get(address);
    if (there != null) {
      return Future.succeededFuture(there.actualPort());
    }
    NetServer server = vertx.createNetServer(PeerTls.forVisitors(own, patience.connecting()));
    server.connectHandler(this::knocked);
    server.exceptionHandler(noHandshake -> host.turnedAway(WITHOUT_A_KEY, Optional.empty()));
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
    Optional<Fingerprint> key = PeerTls.keyOf(socket);
    connection.open(vertx, patience).onSuccess(first -> introduced(connection, key, first));
  }

  private void introduced(
      PeerConnection connection, Optional<Fingerprint> key, Optional<PeerFrame> first) {
    if (key.isPresent()
        && first.isPresent()
        && first.get() instanceof PeerFrame.Hello(Username user, Secret token)) {
      Caller caller = new Caller(user, key.get());
      announcements
          .welcomes(caller, token)
          .onSuccess(welcome -> {
            atTheDoor--;
            letInOrNot(connection, caller, welcome);
          });
    } else {
      atTheDoor--;
      turnAway(connection, Optional.empty());
    }
  }

  private void letInOrNot(PeerConnection connection, Caller caller, boolean welcome) {
    if (!welcome) {
      turnAway(connection, Optional.of(caller.user()));
      return;
    }
    Optional<Reason> objection = host.objection(caller.user());
    if (objection.isPresent()) {
      connection.close(new TurnedAway(objection.get()));
    } else {
      connection.send(new PeerFrame.Ready());
      host.arrived(caller, connection);
    }
  }

  private void turnAway(PeerConnection connection, Optional<Username> claimed) {
    connection.close(new TurnedAway(Reason.UNKNOWN));
    host.turnedAway(connection.socket().remoteHost(), claimed);
  }
}
