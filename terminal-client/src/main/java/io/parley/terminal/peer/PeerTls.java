// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.keys.HandshakeJudge;
import io.parley.keys.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * How two clients encrypt: TLS 1.3, in which each proves that it has the key of its certificate.
 * Whose key that must be, the side that dials knows before; the side that listens asks afterwards,
 * since the server's announcement may come later than the visitor.
 */
final class PeerTls {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");

  private PeerTls() {}

  /** For those who come, whoever they are; without a key nobody gets through. */
  static NetServerOptions forVisitors(Identity own, Duration patience) {
    NetServerOptions options = new NetServerOptions().setTcpKeepAlive(true).setSsl(true);
    options.setKeyCertOptions(key(own)).setTrustOptions(trust(anybody -> true));
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    options.setSslHandshakeTimeout(patience.toMillis());
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options.setClientAuth(ClientAuth.REQUIRED);
  }

  /** For a visit to whoever has this key. */
  static ClientSSLOptions toVisit(Identity own, Fingerprint host, Duration patience) {
    ClientSSLOptions options = new ClientSSLOptions();
    options.setKeyCertOptions(key(own)).setTrustOptions(trust(host::equals));
    // the key stands for the name
    options.setHostnameVerificationAlgorithm("");
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    options.setSslHandshakeTimeout(patience.toMillis());
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }

  /**
   * Whose key is on the other side. Looked at on every connection: one that resumes an earlier one
   * was never judged.
   */
  static Optional<Fingerprint> keyOf(NetSocket socket) {
    try {
      List<Certificate> chain = socket.isSsl() ? socket.peerCertificates() : List.of();
      return chain.stream().findFirst().map(Fingerprint::of);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static KeyCertOptions key(Identity own) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(own.certificatePem()))
        .addKeyValue(Buffer.buffer(own.keyPem()));
  }

  private static TrustOptions trust(Predicate<Fingerprint> whom) {
    return TrustOptions.wrap(
        new HandshakeJudge() {
          @Override
          protected void judge(X509Certificate[] chain, String type, SSLEngine engine)
              throws CertificateException {
            if (chain.length != 1 || !whom.test(Fingerprint.of(chain[0]))) {
              throw new WrongKey();
            }
          }
        });
  }

  /** Somebody else's key is there. */
  static final class WrongKey extends CertificateException {
    private static final long serialVersionUID = 1;

    private WrongKey() {
      super("not the key that was expected");
    }

    static boolean isBehind(Throwable failure) {
      Throwable each = failure;
      while (each.getCause() != null && !(each instanceof WrongKey)) {
        each = each.getCause();
      }
      return each instanceof WrongKey;
    }
  }
}
