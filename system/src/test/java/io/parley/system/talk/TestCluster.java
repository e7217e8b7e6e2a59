// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.parley.auth.AuthRole;
import io.parley.gateway.GatewayRole;
import io.parley.messaging.MessagingRole;
import io.parley.node.Node;
import io.parley.node.Role;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.presence.PresenceRole;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Two nodes of a cluster in this process: each has a gateway, and some of the services. */
final class TestCluster {
  /** Whether tests are to run against a cluster. */
  static final boolean IS_WANTED = Boolean.getBoolean("parley.test.cluster");

  private static final int STARTS = 5;

  private TestCluster() {}

  static List<Node> start(Map<String, String> options, Function<Future<Node>, Node> await) {
    int first = FreePort.now();
    int second = FreePort.now();
    String members = "127.0.0.1:" + first + ",127.0.0.1:" + second;
    Role[] ofFirst = {new AuthRole(), new PresenceRole(), new GatewayRole()};
    Role[] ofSecond = {new AuthRole(), new PresenceRole(), new MessagingRole(), new GatewayRole()};
    return List.of(
        started(() -> await.apply(node(options, members, first, ofFirst))),
        started(() -> await.apply(node(options, members, second, ofSecond))));
  }

  /** A node that comes while the cluster sorts itself is started again by its supervisor. */
  private static Node started(Supplier<Node> start) {
    for (int attempt = 1; ; attempt++) {
      try {
        return start.get();
      } catch (StartProblem changing) {
        if (attempt == STARTS) {
          throw changing;
        }
      }
    }
  }

  private static Future<Node> node(
      Map<String, String> options, String members, int port, Role... roles) {
    Map<String, String> all = new HashMap<>(options);
    all.put("cluster-members", members);
    all.put("cluster-name", "test" + members);
    all.put("cluster-port", Integer.toString(port));
    all.put("bus-port", "0");
    return Node.start(Settings.of(all), InstantSource.system(), roles);
  }
}
