// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.model.PeerAddress;
import io.parley.model.Username;
import io.parley.terminal.link.LineSocket;
import io.parley.terminal.link.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Connects to another client at the address that the server told. Event loop only. */
final class PeerDialler {
  /** A client never listens below this; what does is not to be knocked at for a stranger. */
  static final int LEAST_PORT = 1024;

  private static final Optional<PeerFrame> ALREADY =
      Optional.of(new PeerFrame.TurnedAway(PeerFrame.TurnedAway.Reason.ALREADY));

  private final Vertx vertx;
  private final NetClient client;
  private final Patience patience;

  /** Who dials, and by which key the other knows it. */
  record Self(Username user, Identity identity) {}

  PeerDialler(Vertx vertx, NetClient client, Patience patience) {
    this.vertx = vertx;
    this.client = client;
    this.patience = patience;
  }

  /**
   * Connects and says who it is.
   *
   * @param key of the client that must answer there
   * @param near whether the server is on this computer, so that clients may be too
   * @return the open connection, held until it becomes a session; fails with {@link NoWayThrough}
   */
  Future<PeerConnection> dial(PeerAddress address, Fingerprint key, Self self, boolean near) {
    return vertx
        .executeBlocking(() -> List.of(InetAddress.getAllByName(address.host())))
        .recover(unknown -> Future.failedFuture(NoWayThrough.to(address)))
        .compose(found -> connect(address, key, found, self, near))
        .compose(socket -> introduce(socket, address, self.user()));
  }

  private Future<LineSocket> connect(
      PeerAddress address, Fingerprint key, List<InetAddress> found, Self self, boolean near) {
    Optional<InetAddress> permitted =
        found.stream().filter(each -> isPermitted(each, near)).findFirst();
    if (permitted.isEmpty() || address.port() < LEAST_PORT) {
      return Future.failedFuture(NoWayThrough.to(address));
    }
    ConnectOptions options =
        new ConnectOptions()
            .setRemoteAddress(
                SocketAddress.inetSocketAddress(address.port(), permitted.get().getHostAddress()))
            .setSsl(true)
            .setSslOptions(PeerTls.toVisit(self.identity(), key, patience.connecting()))
            .setTimeout((int) patience.connecting().toMillis());
    return client
        .connect(options)
        .recover(fault ->
            Future.failedFuture(
                PeerTls.WrongKey.isBehind(fault)
                    ? NoWayThrough.wrongKey(address)
                    : NoWayThrough.to(address)))
        .compose(socket -> {
          LineSocket lines = LineSocket.over(socket, PeerSession.LINE_LIMIT);
          if (PeerTls.keyOf(socket).filter(key::equals).isPresent()) {
            return Future.succeededFuture(lines);
          }
          lines.close();
          return Future.failedFuture(NoWayThrough.wrongKey(address));
        });
  }

  /** Another user must not be able to make this client knock at doors that only it can reach. */
  static boolean isPermitted(InetAddress address, boolean near) {
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress()
        && !Arrays.equals(address.getAddress(), new byte[] {-1, -1, -1, -1})
        && (near || !address.isLoopbackAddress());
  }

  private Future<PeerConnection> introduce(LineSocket socket, PeerAddress address, Username self) {
    PeerConnection connection = new PeerConnection(socket);
    Future<PeerConnection> open =
        connection
            .open(vertx, patience)
            .compose(first -> {
              if (first.isPresent() && first.get() instanceof PeerFrame.Ready) {
                return Future.succeededFuture(connection);
              }
              socket.close();
              return Future.failedFuture(
                  first.equals(ALREADY) ? NoWayThrough.already(address) : NoWayThrough.to(address));
            });
    connection.send(new PeerFrame.Hello(self, address.token()));
    return open;
  }
}
