// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.parley.bus.Membership;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Optional;
import java.util.function.Consumer;

/** A node's membership in a cluster: the only place that knows that the cluster is Hazelcast's. */
final class Cluster implements Membership {
  /** The attribute under which it says its node's name. */
  private static final String NODE_ID = "__vertx.nodeId";

  private static final String ANY_MAP = "parley.membership";
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private final Vertx vertx;
  private final HazelcastClusterManager manager;
  private final HazelcastInstance hazelcast;

  private Cluster(Vertx vertx, HazelcastClusterManager manager) {
    this.vertx = vertx;
    this.manager = manager;
    this.hazelcast = manager.getHazelcastInstance();
  }

  /** Joins the cluster that the settings name, or founds it. */
  static Future<Cluster> join(Settings settings, VertxOptions options) {
    // On two processors the common pool has one thread, and then Hazelcast starts a new thread for
    // each operation. Read once, when the pool is first used.
    if (System.getProperty(PARALLELISM) == null && Runtime.getRuntime().availableProcessors() < 3) {
      System.setProperty(PARALLELISM, "2");
    }
    Config config = ClusterConfig.of(settings);
    HazelcastClusterManager manager = new HazelcastClusterManager(config);
    return Vertx.builder()
        .with(options.setEventBusOptions(BusSecurity.options(settings)))
        .withClusterManager(manager)
        .buildClustered()
        .map(vertx -> new Cluster(vertx, manager))
        .onSuccess(cluster -> new BusRegister(cluster.vertx, manager).keepRight())
        .recover(failure ->
            Future.failedFuture(
                new StartProblem(
                    "Cannot join the cluster as "
                        + settings.get(ServerSettings.CLUSTER_HOST)
                        + ":"
                        + settings.get(ServerSettings.CLUSTER_PORT)
                        + " ("
                        + Reason.of(failure)
                        + ").",
                    failure)));
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public String name() {
    return manager.getNodeId();
  }

  @Override
  public int others() {
    return size() - 1;
  }

  /** Asks something of all members: they refuse it from one whom they have given up. */
  @Override
  public Future<?> verify() {
    return vertx.executeBlocking(() -> hazelcast.getMap(ANY_MAP).size(), false);
  }

  /** How many nodes the cluster has, this one included. */
  int size() {
    return hazelcast.getCluster().getMembers().size();
  }

  /** Calls this, on a thread of the cluster, with each member that leaves or dies. */
  void onLoss(Consumer<String> lost) {
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipAdapter() {
              @Override
              public void memberRemoved(MembershipEvent event) {
                Optional.ofNullable(event.getMember().getAttribute(NODE_ID)).ifPresent(lost);
              }
            });
  }
}
