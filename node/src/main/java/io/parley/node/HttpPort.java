// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.node.metrics.EventLoopPulse;
import io.parley.node.metrics.MetricsPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's port for those who run it. Three questions, each with an owner: whether the process
 * must be killed ({@code /health/live}; what happens outside of it has no say in that), whether it
 * has come up ({@code /health/started}), and whether it may be given work now ({@code
 * /health/ready}). And {@code /metrics}.
 */
final class HttpPort {
  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);

  /** An event loop that does nothing for so long will not come back. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final Oversight oversight;
  private final EventLoopPulse pulse;
  private final MetricsPage metrics;
  private volatile boolean deployed;
  private volatile boolean stopping;

  HttpPort(Vertx vertx, Oversight oversight) {
    this.vertx = vertx;
    this.oversight = oversight;
    this.pulse = EventLoopPulse.of(vertx, oversight.metrics());
    this.metrics = new MetricsPage(vertx, oversight.metrics());
  }

  /** Listens; answers the port. */
  Future<Integer> listen(String host, int port) {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(this::live);
    router.get("/health/started").handler(this::started);
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    oversight.pages().appearOn(router);
    return vertx
        .createHttpServer(new HttpServerOptions().setIdleTimeout(30))
        .requestHandler(router)
        .listen(port, host)
        .map(HttpServer::actualPort);
  }

  /** All roles are played. */
  void deployed() {
    deployed = true;
  }

  /** The node is about to stop. */
  void stopping() {
    stopping = true;
  }

  /** Lets go of what watches. */
  void close() {
    pulse.stop();
    metrics.close();
  }

  private void live(RoutingContext request) {
    boolean beats = pulse.silence().compareTo(LONGEST_SILENCE) < 0;
    answer(request, Map.of("event-loops", beats));
  }

  private void started(RoutingContext request) {
    oversight.startup().ask();
    Map<String, Boolean> checks = oversight.startup().answers();
    checks.put("roles", deployed);
    answer(request, checks);
  }

  private void ready(RoutingContext request) {
    Map<String, Boolean> checks = oversight.readiness().answers();
    checks.put("serving", deployed && !stopping);
    answer(request, checks);
  }

  private void metrics(RoutingContext request) {
    oversight.readiness().answers().keySet().forEach(this::watch);
    metrics
        .text()
        .onComplete(
            text ->
                request.response().putHeader("content-type", MetricsPage.CONTENT_TYPE).end(text),
            failure -> {
              log.warn("no metrics", failure);
              request.response().setStatusCode(500).end();
            });
  }

  private void watch(String check) {
    oversight
        .metrics()
        .gauge(
            "parley.check.up",
            "Whether a readiness check was answered well a moment ago.",
            () -> oversight.readiness().answers().getOrDefault(check, false) ? 1 : 0,
            "check",
            check);
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
