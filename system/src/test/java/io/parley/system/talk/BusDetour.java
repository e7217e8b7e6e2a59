// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.MapInterceptor;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What any member of the cluster's map can do: it changes there where the event bus of each node is
 * said to listen, so that all that nodes say to each other comes by a recorder.
 */
public final class BusDetour implements MapInterceptor, AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final String BUS_PLACES = "__vertx.nodeInfo";

  /** Under the port at which the bus is said to listen: Hazelcast copies this object about. */
  private static final Map<Integer, Recorder> RECORDERS = new ConcurrentHashMap<>();

  /** Leads all nodes of this cluster by recorders, those too that come later. */
  public static BusDetour of(String cluster) {
    IMap<String, HazelcastNodeInfo> places = member(cluster).getMap(BUS_PLACES);
    BusDetour detour = new BusDetour();
    places.addInterceptor(detour);
    places.keySet().forEach(node -> places.put(node, places.get(node)));
    return detour;
  }

  private static HazelcastInstance member(String cluster) {
    return Hazelcast.getAllHazelcastInstances().stream()
        .filter(each -> each.getConfig().getClusterName().equals(cluster))
        .findFirst()
        .orElseThrow();
  }

  /** All that nodes have said to each other, each byte as the character of its number. */
  public String copy() {
    return RECORDERS.values().stream().map(Recorder::copy).collect(Collectors.joining("\n"));
  }

  /** How many nodes others have spoken to. */
  public long nodesSpokenTo() {
    return RECORDERS.values().stream().filter(each -> !each.copy().isEmpty()).count();
  }

  @Override
  public void close() {
    RECORDERS.values().forEach(Recorder::close);
    RECORDERS.clear();
  }

  @Override
  public Object interceptPut(Object before, Object place) {
    NodeInfo node = ((HazelcastNodeInfo) place).unwrap();
    Recorder recorder =
        RECORDERS.values().stream()
            .filter(each -> each.port() == node.port())
            .findFirst()
            .orElseGet(() ->
                RECORDERS.computeIfAbsent(
                    node.port(),
                    port -> Recorder.before(new InetSocketAddress(node.host(), port))));
    return new HazelcastNodeInfo(new NodeInfo(node.host(), recorder.port(), node.metadata()));
  }

  @Override
  public Object interceptGet(Object place) {
    return place;
  }

  @Override
  public void afterGet(Object place) {}

  @Override
  public void afterPut(Object place) {}

  @Override
  public Object interceptRemove(Object place) {
    return place;
  }

  @Override
  public void afterRemove(Object place) {}
}
