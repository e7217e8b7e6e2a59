// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.parley.auth.AuthRole;
import io.parley.bus.Bus;
import io.parley.gateway.GatewayRole;
import io.parley.messaging.MessagingRole;
import io.parley.node.Node;
import io.parley.node.Role;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.presence.PresenceRole;
import io.vertx.core.eventbus.EventBusOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster of two nodes in this process that share the work so that every question crosses the
 * event bus: one plays the services, the other the gateway.
 */
public final class TwoNodes implements AutoCloseable {
  private static final int STARTS = 5;

  private final int servicesPort = FreePort.now();
  private final int gatewayPort = FreePort.now();
  private final Map<String, String> gatewaysOptions;
  private final Node services;
  private Optional<Node> gateway = Optional.empty();

  private TwoNodes(Path data, Map<String, String> services, Map<String, String> gateway) {
    this.gatewaysOptions = gateway;
    Map<String, String> options = new HashMap<>(services);
    options.put("data", data.toString());
    this.services =
        start(servicesPort, options, new AuthRole(), new PresenceRole(), new MessagingRole());
  }

  /** Starts the node of the services, with these options of each. */
  public static TwoNodes start(
      Path data, Map<String, String> services, Map<String, String> gateway) {
    return new TwoNodes(data, services, gateway);
  }

  /** Starts the other node. */
  public TwoNodes startGateway() {
    gateway = Optional.of(start(gatewayPort, gatewaysOptions, new GatewayRole()));
    return this;
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return TestServer.addressOf(gateway.orElseThrow());
  }

  /** The bus as the services' node has it. */
  public Bus services() {
    return services.context().bus();
  }

  /** Leads all that nodes say to each other by recorders. */
  public BusDetour detour() {
    return BusDetour.of(name());
  }

  /** Lets somebody in who knows the name and comes to the bus with this. */
  public BusGuest guest(EventBusOptions security) {
    return BusGuest.join(name(), "127.0.0.1:" + servicesPort, security);
  }

  @Override
  public void close() {
    gateway.ifPresent(node -> node.stop().await());
    services.stop().await();
  }

  private Node start(int port, Map<String, String> options, Role... roles) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(Map.of("port", "0", "tls-port", "off", "http-port", "off", "bus-port", "0"));
    all.put("cluster-members", "127.0.0.1:" + servicesPort + ",127.0.0.1:" + gatewayPort);
    all.put("cluster-port", Integer.toString(port));
    all.put("cluster-name", name());
    for (int attempt = 1; ; attempt++) {
      try {
        return Node.start(Settings.of(all), InstantSource.system(), roles).await();
      } catch (StartProblem changing) {
        // A node that comes while the cluster sorts itself is started again by its supervisor.
        if (attempt == STARTS) {
          throw changing;
        }
      }
    }
  }

  private String name() {
    return "two nodes " + servicesPort;
  }
}
