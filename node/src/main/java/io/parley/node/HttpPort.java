// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The node's port for those who run it: whether it lives, and whether it is ready. */
final class HttpPort {
  private final Vertx vertx;
  private final Readiness readiness;
  private volatile boolean serving;

  HttpPort(Vertx vertx, Readiness readiness) {
    this.vertx = vertx;
    this.readiness = readiness;
  }

  /** Listens; answers the port. */
  Future<Integer> listen(String host, int port) {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(this::live);
    router.get("/health/ready").handler(this::ready);
    return vertx
        .createHttpServer(new HttpServerOptions().setIdleTimeout(30))
        .requestHandler(router)
        .listen(port, host)
        .map(HttpServer::actualPort);
  }

  /** Whether all roles are played, and the node is not about to stop. */
  void serving(boolean now) {
    serving = now;
  }

  private void live(RoutingContext request) {
    answer(request, Map.of());
  }

  private void ready(RoutingContext request) {
    Map<String, Boolean> checks = readiness.answers();
    checks.put("serving", serving);
    answer(request, checks);
  }

  private static void answer(RoutingContext request, Map<String, Boolean> checks) {
    boolean all = !checks.containsValue(false);
    JsonArray details = new JsonArray();
    checks.forEach(
        (name, up) -> details.add(new JsonObject().put("id", name).put("status", word(up))));
    request
        .response()
        .setStatusCode(all ? 200 : 503)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(new JsonObject().put("status", word(all)).put("checks", details).toBuffer());
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
