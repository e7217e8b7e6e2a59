// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register of which node listens where on the event bus, as far as this node is to be found in
 * it. vertx-hazelcast sets it right when members go or parts of a cluster meet, but gives up if
 * that fails half-way, as it does while more members go: then this node would never be heard again.
 */
final class BusRegister {
  private static final Logger log = LoggerFactory.getLogger(BusRegister.class);

  /** Where vertx-hazelcast keeps it. */
  private static final String REGISTRATIONS = "__vertx.subs";

  private static final Duration SWEEP = Duration.ofSeconds(30);

  /** After a change: soon, and again when what it moved has come to rest. */
  private static final List<Duration> AFTER_A_CHANGE =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(12));

  private final Vertx vertx;
  private final HazelcastClusterManager manager;
  private final HazelcastInstance hazelcast;

  BusRegister(Vertx vertx, HazelcastClusterManager manager) {
    this.vertx = vertx;
    this.manager = manager;
    this.hazelcast = manager.getHazelcastInstance();
  }

  /** From now on, after each change of the cluster and now and then. */
  void keepRight() {
    hazelcast.getCluster().addMembershipListener(new Changes());
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(event -> {
          if (event.getState() == LifecycleState.MERGED) {
            changed();
          }
        });
    vertx.setPeriodic(SWEEP.toMillis(), timer -> work(this::removeTheDead));
  }

  private final class Changes implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      changed();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      changed();
    }
  }

  private void changed() {
    AFTER_A_CHANGE.forEach(
        delay -> vertx.setTimer(delay.toMillis(), timer -> work(this::enterAgain)));
  }

  private void work(Runnable work) {
    vertx
        .executeBlocking(
            () -> {
              work.run();
              return true;
            },
            false)
        .onFailure(failure ->
            log.atDebug()
                .addKeyValue("why", failure.getMessage())
                .log("the register of the bus was not set right, and will be"));
  }

  /**
   * All that the cluster manager does when parts of a cluster have become one: it can be repeated.
   */
  private void enterAgain() {
    manager.stateChanged(new LifecycleEvent(LifecycleState.MERGED));
    removeTheDead();
  }

  /**
   * Nodes that die together leave some behind (vertx-hazelcast issue 196). Addresses are never used
   * twice, so they mislead nobody, but what is published is sent to them, too.
   */
  private void removeTheDead() {
    MultiMap<String, HazelcastRegistrationInfo> registrations =
        hazelcast.getMultiMap(REGISTRATIONS);
    Set<Map.Entry<String, HazelcastRegistrationInfo>> entries = registrations.entrySet();
    // Asked after the entries: else one who has just joined would be taken for dead.
    Set<String> alive = new HashSet<>(manager.getNodes());
    int removed = 0;
    for (Map.Entry<String, HazelcastRegistrationInfo> entry : entries) {
      @Nullable String node = entry.getValue().unwrap().nodeId();
      if (!alive.contains(node) && registrations.remove(entry.getKey(), entry.getValue())) {
        removed++;
      }
    }
    if (removed > 0) {
      log.atInfo().addKeyValue("count", removed).log("registrations of dead nodes removed");
    }
  }
}
