// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.parley.bus.Membership;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's membership in a cluster: the only place that knows that the cluster is Hazelcast's. */
final class Cluster implements Membership {
  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  /** Where vertx-hazelcast keeps which node listens at which address. */
  private static final String REGISTRATIONS = "__vertx.subs";

  /** The attribute under which it says its node's name. */
  private static final String NODE_ID = "__vertx.nodeId";

  private static final String ANY_MAP = "parley.membership";
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final Duration SWEEP = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final HazelcastClusterManager manager;
  private final HazelcastInstance hazelcast;

  /** Who was not there when it was last looked who is. */
  private volatile Set<String> deadBefore = Set.of();

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
        .onSuccess(Cluster::sweepNowAndThen)
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

  private void sweepNowAndThen() {
    onLoss(lost -> vertx.setTimer(SWEEP.toMillis() / 3, timer -> sweep()));
    vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
  }

  private void sweep() {
    vertx
        .executeBlocking(this::removeRegistrationsOfTheDead, false)
        .onSuccess(removed -> {
          if (removed > 0) {
            log.atInfo().addKeyValue("count", removed).log("registrations of dead nodes removed");
          }
        })
        .onFailure(failure ->
            log.atDebug()
                .addKeyValue("why", failure.getMessage())
                .log("registrations were not looked through, and will be"));
  }

  /**
   * Nodes that die together leave some behind (vertx-hazelcast issue 196). Addresses are never used
   * twice, so they mislead nobody, but what is published is sent to them, too.
   */
  private int removeRegistrationsOfTheDead() {
    MultiMap<String, HazelcastRegistrationInfo> registrations =
        hazelcast.getMultiMap(REGISTRATIONS);
    Set<Map.Entry<String, HazelcastRegistrationInfo>> entries = registrations.entrySet();
    // Asked after the entries, and twice: else one who has just joined would be taken for dead.
    Set<String> alive = new HashSet<>(manager.getNodes());
    Set<String> dead = new HashSet<>();
    int removed = 0;
    for (Map.Entry<String, HazelcastRegistrationInfo> entry : entries) {
      @Nullable String node = entry.getValue().unwrap().nodeId();
      if (!alive.contains(node)) {
        dead.add(node);
        if (deadBefore.contains(node) && registrations.remove(entry.getKey(), entry.getValue())) {
          removed++;
        }
      }
    }
    deadBefore = dead;
    return removed;
  }
}
