// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.node.ServerSettings.HOST;
import static io.parley.node.ServerSettings.PORT;

import io.parley.node.NodeContext;
import io.parley.node.Role;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.wire.Greeting;
import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import java.util.Optional;

/** Carries the connections of clients. */
public final class GatewayRole implements Role {
  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Future<String> deploy(NodeContext node) {
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
            new NetServerOptions().setHost(host).setPort(port));
    return node.vertx()
        .deployVerticle(verticle)
        .recover(failure ->
            Future.failedFuture(StartProblem.cannotListen(host, port, "--port", failure)))
        .onSuccess(deployed ->
            node.announcements()
                .accept("Listening for clients on " + host + ":" + verticle.port()));
  }

  private static String version() {
    return Optional.ofNullable(GatewayRole.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
