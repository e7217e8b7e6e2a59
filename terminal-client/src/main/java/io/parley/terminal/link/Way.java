// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.vertx.core.Future;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How to get to the server. */
public interface Way {
  /** Where it leads. */
  ServerAddress server();

  /**
   * Connects; whoever asks must listen to the socket at once. Fails with {@link NotTrusted} if
   * somebody else is there.
   */
  Future<NetSocket> go(Duration patience);

  /**
   * The open way, to a server on this computer only.
   *
   * @param client one for the whole process, kept in a field for as long as a connection is to live
   */
  static Way open(NetClient client, ServerAddress server) {
    return new Way() {
      @Override
      public ServerAddress server() {
        return server;
      }

      @Override
      public Future<NetSocket> go(Duration patience) {
        return client
            .connect(options(server, patience))
            .compose(socket ->
                isHere(socket.remoteAddress().hostAddress())
                    ? Future.succeededFuture(socket)
                    : socket
                        .close()
                        .transform(done -> Future.failedFuture(NotTrusted.elsewhere(server))));
      }

      // a name may lead anywhere, whatever it looks like
      private static boolean isHere(@Nullable String address) {
        return address != null && ServerAddress.isLoopback(address);
      }
    };
  }

  /** Where to connect. */
  static ConnectOptions options(ServerAddress server, Duration patience) {
    return new ConnectOptions()
        .setHost(server.host())
        .setPort(server.port())
        .setTimeout((int) patience.toMillis());
  }
}
