// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.handler.ssl.NotSslRecordException;
import io.parley.node.StartProblem;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients connect by TLS. When the certificate's files change, connections made from then on
 * get the new one; files that make no sense are passed over, since they may be half written.
 */
final class TlsPort {
  private static final Logger log = LoggerFactory.getLogger(TlsPort.class);

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  /** Forward secrecy and authenticated encryption, and nothing else. */
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** A connection that has not shaken hands is nobody's session yet, and bounded by time only. */
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final NetServerOptions place;
  private final CertificateFiles files;
  private final boolean asked;
  private ServerCertificate certificate;
  private @Nullable NetServer server;
  private @Nullable Long timer;
  private boolean complained;

  static {
    // Each renegotiation costs the server more than the client, and no client of ours wants one.
    if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
      System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }
  }

  /**
   * @param asked whether somebody asked for this port; a port that is only the usual one may be in
   *     use by another server
   */
  TlsPort(
      Vertx vertx,
      NetServerOptions place,
      CertificateFiles files,
      ServerCertificate first,
      boolean asked) {
    this.vertx = vertx;
    this.place = place;
    this.files = files;
    this.asked = asked;
    this.certificate = first;
  }

  /** Listens from now on. */
  Future<?> listen(Handler<NetSocket> welcome) {
    NetServerOptions options = Keepalive.on(new NetServerOptions(place)).setSsl(true);
    options.setKeyCertOptions(certificate.options()); // without it they have no part for TLS yet
    encrypt(options.getSslOptions(), certificate);
    NetServer listening = vertx.createNetServer(options);
    server = listening;
    listening.connectHandler(welcome);
    listening.exceptionHandler(failure ->
        log.atDebug().addKeyValue("why", why(failure)).log("a client did not get through to TLS"));
    return listening
        .listen()
        .onSuccess(open -> timer = vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), fired -> look(open)))
        .recover(this::cannotListen);
  }

  /** Who speaks plain text here says a password perhaps, and the failure quotes what was said. */
  private static String why(Throwable failure) {
    return failure instanceof NotSslRecordException
        ? "it does not speak TLS"
        : failure.getClass().getSimpleName();
  }

  private Future<NetServer> cannotListen(Throwable failure) {
    server = null;
    StartProblem problem =
        StartProblem.cannotListen(place.getHost(), place.getPort(), "--tls-port", failure);
    if (asked) {
      return Future.failedFuture(problem);
    }
    // Clients that want TLS do not come without it: nobody is less safe for this.
    log.warn("nobody can connect with TLS: {}", problem.getMessage());
    return Future.succeededFuture();
  }

  boolean isOpen() {
    return server != null;
  }

  String host() {
    return place.getHost();
  }

  /** Where it listens; known once it does. */
  int port() {
    return server == null ? 0 : server.actualPort();
  }

  /** By what its clients know it. */
  ServerCertificate certificate() {
    return certificate;
  }

  /** Listens no more, and closes what is open after this time. */
  Future<Void> shutdown(Duration patience) {
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(NetServer open) {
    vertx
        .executeBlocking(() -> files.read(vertx))
        .compose(
            found -> found.equals(certificate) ? Future.succeededFuture() : change(open, found))
        .onSuccess(good -> complained = false)
        .onFailure(this::complain);
  }

  private Future<?> change(NetServer open, ServerCertificate found) {
    return open.updateSSLOptions(encrypt(new ServerSSLOptions(), found))
        .onSuccess(changed -> {
          certificate = found;
          log.info("the certificate has changed; its fingerprint is {}", found.fingerprint());
        });
  }

  private static ServerSSLOptions encrypt(ServerSSLOptions options, ServerCertificate certificate) {
    options.setKeyCertOptions(certificate.options());
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
    options.setSslHandshakeTimeout(HANDSHAKE.toMillis());
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }

  private void complain(Throwable failure) {
    if (!complained) {
      complained = true;
      log.warn(
          "the certificate {} cannot be used and the one before stays: {}",
          files.certificate(),
          failure.getMessage());
    }
  }
}
