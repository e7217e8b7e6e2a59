// SPDX-License-Identifier: Apache-2.0
package io.parley.system.load;

import io.parley.system.cluster.ClusterDatabase;
import io.parley.system.cluster.ClusterNode;
import io.parley.system.cluster.ClusterPlan;
import io.parley.system.network.Host;
import io.parley.system.process.ProcessFigures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** A cluster on this machine: three gateways and two of each service, over a PostgreSQL. */
record NineNodes(ClusterDatabase database, List<ClusterNode> nodes) implements Target {
  private static final List<String> AS_THE_LAUNCHER_SAYS =
      List.of("-Xmx512m", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");

  static NineNodes start(List<String> options) throws IOException {
    ClusterDatabase database = ClusterDatabase.of(Optional.empty(), Optional.empty());
    NineNodes cluster =
        new NineNodes(database, ClusterPlan.draw(Host.LOOPBACK, Host.LOOPBACK, new Random(0)));
    try {
      cluster.startNodes(options);
      return cluster;
    } catch (IOException failure) {
      cluster.close();
      throw failure;
    }
  }

  private void startNodes(List<String> options) throws IOException {
    String members =
        nodes.stream().map(ClusterNode::clusterAddress).collect(Collectors.joining(","));
    List<String> all = new ArrayList<>(options);
    all.addAll(database.options());
    for (ClusterNode node : nodes) {
      node.start(all, members, AS_THE_LAUNCHER_SAYS);
    }
  }

  @Override
  public String description() {
    return "nine nodes: three gateways, two of each service; the database is not counted";
  }

  @Override
  public List<InetSocketAddress> gateways() {
    return nodes.stream()
        .filter(node -> node.role().equals("gateway"))
        .map(ClusterNode::clientAddress)
        .toList();
  }

  @Override
  public List<ProcessFigures> processes() {
    return nodes.stream().map(node -> new ProcessFigures(node.pid())).toList();
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(ClusterNode::close);
    database.close();
  }
}
