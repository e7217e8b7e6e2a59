// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.node.NodeContext;
import io.parley.node.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The role of knowing accounts and checking passwords. */
public final class AuthRole implements Role {
  private final Promise<Void> broughtIn = Promise.promise();

  /** Completed when all that stands in the credentials file is stored, or there is no such file. */
  public Future<Void> broughtIn() {
    return broughtIn.future();
  }

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public Future<String> deploy(NodeContext node) {
    return node.vertx().deployVerticle(new AuthVerticle(node, Argon2id::recommended, broughtIn));
  }
}
