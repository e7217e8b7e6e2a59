// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.trust;

import io.parley.terminal.link.NotTrusted;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.link.Way;
import io.vertx.core.Future;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The way to a server by TLS, which leads to nobody but a server that is trusted. There is no open
 * way beside it. Event loop only.
 */
public final class EncryptedWay implements Way {
  private final NetClient client;
  private final ServerAddress server;
  private final ServerTrust trust;
  private final ClientSSLOptions options;

  /**
   * @param client one for the whole process, kept in a field for as long as a connection is to live
   */
  public EncryptedWay(
      NetClient client, ServerAddress server, ServerTrust trust, Duration patience) {
    this.client = client;
    this.server = server;
    this.trust = trust;
    this.options = new ClientSSLOptions();
    options.setTrustOptions(TrustOptions.wrap(trust.manager()));
    options.setHostnameVerificationAlgorithm("HTTPS");
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
    options.setSslHandshakeTimeout(patience.toMillis());
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  @Override
  public ServerAddress server() {
    return server;
  }

  @Override
  public Future<NetSocket> go(Duration patience) {
    return client
        .connect(Way.options(server, patience).setSsl(true).setSslOptions(options))
        .recover(failure ->
            Future.failedFuture(
                Distrust.behind(failure).<Throwable>map(why -> why).orElse(failure)))
        .compose(this::lookAgain);
  }

  private Future<NetSocket> lookAgain(NetSocket socket) {
    try {
      if (socket.isSsl() && trust.isGood(List.copyOf(socket.peerCertificates()))) {
        return Future.succeededFuture(socket);
      }
    } catch (SSLPeerUnverifiedException e) {
      // nobody was seen there
    }
    NotTrusted refused = Distrust.noLonger(server);
    return socket.close().transform(done -> Future.failedFuture(refused));
  }
}
