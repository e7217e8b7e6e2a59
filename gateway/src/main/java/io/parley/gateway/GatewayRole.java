// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.node.ServerSettings.HOST;
import static io.parley.node.ServerSettings.PORT;
import static io.parley.node.ServerSettings.TLS_HOST;
import static io.parley.node.ServerSettings.TLS_PORT;

import io.netty.util.NetUtil;
import io.parley.gateway.admin.AdminApi;
import io.parley.node.NodeContext;
import io.parley.node.Role;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.wire.Greeting;
import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the connections of clients. */
public final class GatewayRole implements Role {
  private static final Logger log = LoggerFactory.getLogger(GatewayRole.class);

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Future<String> deploy(NodeContext node) {
    return tlsPort(node).compose(tls -> deploy(node, tls));
  }

  private static Future<String> deploy(NodeContext node, Optional<TlsPort> tls) {
    Settings settings = node.settings();
    String host = settings.get(HOST);
    int port = settings.get(PORT);
    GatewayVerticle verticle =
        new GatewayVerticle(
            node.bus(),
            node.clock(),
            node.id(),
            GatewayLimits.of(settings),
            Greeting.of(version()),
            new NetServerOptions().setHost(host).setPort(port),
            tls,
            new Traffic(node.metrics()));
    return node.vertx()
        .deployVerticle(verticle)
        .recover(failure ->
            Future.failedFuture(
                failure instanceof StartProblem
                    ? failure
                    : StartProblem.cannotListen(host, port, "--port", failure)))
        .onSuccess(deployed -> {
          announce(node, host, verticle.port());
          tls.filter(TlsPort::isOpen).ifPresent(open -> announce(node, open));
          node.readiness().register("taking-clients", verticle::takesClients);
          // one of its own: it counts on another event loop
          FloodGate gate = new FloodGate(FloodLimits.of(node.settings()), node.clock());
          node.pages()
              .add(
                  new AdminApi(node.bus(), node.clock(), gate::holdsBackPassword, verticle::drain)
                      ::appearOn);
        });
  }

  private static Future<Optional<TlsPort>> tlsPort(NodeContext node) {
    Settings settings = node.settings();
    Optional<Integer> port = settings.get(TLS_PORT);
    if (port.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    CertificateFiles files = CertificateFiles.of(settings);
    String host = settings.get(TLS_HOST).orElse(settings.get(HOST));
    return node.vertx()
        .executeBlocking(() -> files.readOrMake(node.vertx(), node.clock()))
        .map(certificate ->
            Optional.of(
                new TlsPort(
                    node.vertx(),
                    new NetServerOptions().setHost(host).setPort(port.get()),
                    files,
                    certificate,
                    settings.isGiven(TLS_PORT))));
  }

  private static void announce(NodeContext node, String host, int port) {
    node.announcements().accept("Listening for clients on " + place(host, port));
    if (!isLoopback(host)) {
      log.warn(
          "what clients send to {}, passwords too, can be read on the way: no TLS there; --tls-host"
              + " opens the TLS port to others and leaves this one closed",
          host);
    }
  }

  private static void announce(NodeContext node, TlsPort open) {
    node.announcements()
        .accept(
            "Listening with TLS on "
                + place(open.host(), open.port())
                + "; fingerprint "
                + open.certificate().fingerprint());
  }

  private static String place(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * Whether only this machine can connect. A name is not looked up: it may change what it means.
   */
  private static boolean isLoopback(String host) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
    return address == null ? host.equals("localhost") : address.isLoopbackAddress();
  }

  private static String version() {
    return Optional.ofNullable(GatewayRole.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
