// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.parley.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Somebody who reaches the port of a cluster's membership and knows its name: a member like any
 * other for Hazelcast, whatever it has to show on the event bus. It listens at every address of the
 * bus that the cluster's register names.
 */
public final class BusGuest implements AutoCloseable {
  private static final String REGISTRATIONS = "__vertx.subs";

  private final Vertx vertx;
  private final Recorder door;
  private final HazelcastInstance hazelcast;
  private final List<Object> heard = new CopyOnWriteArrayList<>();

  private BusGuest(Vertx vertx, Recorder door, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.door = door;
    this.hazelcast = hazelcast;
  }

  /**
   * Joins the cluster that has this name.
   *
   * @param security with what it comes to the event bus
   */
  public static BusGuest join(String cluster, String members, EventBusOptions security) {
    int port = FreePort.now();
    Config config = new Config();
    config
        .setClusterName(cluster)
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.partition.count", "31")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .getNetworkConfig()
        .setPort(port);
    config.getJetConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember(members);
    HazelcastClusterManager manager = new HazelcastClusterManager(config);
    int busPort = FreePort.now();
    Recorder door = Recorder.before(new InetSocketAddress("127.0.0.1", busPort));
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventBusOptions(
                        security
                            .setHost("127.0.0.1")
                            .setPort(busPort)
                            .setClusterPublicHost("127.0.0.1")
                            .setClusterPublicPort(door.port())))
            .withClusterManager(manager)
            .buildClustered()
            .await();
    // It can read what nodes say, if it gets it.
    Bus.on(vertx, "guest", (question, ending, nanos) -> {});
    BusGuest guest = new BusGuest(vertx, door, manager.getHazelcastInstance());
    guest.addresses().forEach(guest::listen);
    return guest;
  }

  /** All addresses at which somebody listens. */
  public List<String> addresses() {
    return List.copyOf(hazelcast.<String, Object>getMultiMap(REGISTRATIONS).keySet());
  }

  /** What nodes have said to it. */
  public List<Object> heard() {
    return heard;
  }

  /** How often nodes have come to say something. */
  public int visits() {
    return door.connections();
  }

  /** Says this to whoever listens at an address, and waits so long for an answer. */
  public Future<?> asks(String address, Object question, Duration patience) {
    return vertx
        .eventBus()
        .request(address, question, new DeliveryOptions().setSendTimeout(patience.toMillis()));
  }

  @Override
  public void close() {
    vertx.close().await();
    door.close();
  }

  private void listen(String address) {
    vertx
        .eventBus()
        .<Object>consumer(address, (Message<Object> message) -> heard.add(message.body()))
        .completion()
        .await();
  }
}
