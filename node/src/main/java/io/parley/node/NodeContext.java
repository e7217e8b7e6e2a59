// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.bus.Bus;
import io.parley.model.GatewayId;
import io.parley.node.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What a node offers to the roles that it plays. Shared by all of them.
 *
 * @param id of this boot: a node that starts again has another one
 * @param announcements where a role says in one line what a person who starts the node must know,
 *     such as where it listens; printed when all roles are up
 */
public record NodeContext(
    Vertx vertx,
    Bus bus,
    Settings settings,
    Storage storage,
    InstantSource clock,
    GatewayId id,
    Oversight oversight,
    Consumer<String> announcements) {

  /**
   * The node's database, opened at the first call, with the tables of this service as its newest
   * migration in {@code db/<service>/} makes them.
   */
  public Future<Database> database(String service) {
    return storage.database(service);
  }

  /** What must have been so once for the node to count as started. */
  public Startup startup() {
    return oversight.startup();
  }

  /** What must be so for the node to count as ready to serve. */
  public Readiness readiness() {
    return oversight.readiness();
  }

  /** What the node counts about itself. */
  public Metrics metrics() {
    return oversight.metrics();
  }

  /** What the node's HTTP port offers beside its health and its counts. */
  public Pages pages() {
    return oversight.pages();
  }
}
