// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.node.NodeContext;
import io.parley.node.Role;
import io.vertx.core.Future;

/** Delivers and keeps messages. */
public final class MessagingRole implements Role {
  @Override
  public String name() {
    return "messaging";
  }

  @Override
  public Future<String> deploy(NodeContext node) {
    return node.database(name())
        .compose(database -> node.vertx().deployVerticle(new MessagingVerticle(node, database)));
  }
}
