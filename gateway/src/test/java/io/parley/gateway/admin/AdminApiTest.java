// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminApiTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void whoAsksTooOftenIsHeldBackBeforeAnyPasswordIsChecked() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    Router router = Router.router(vertx);
    new AdminApi(
            Bus.on(vertx),
            InstantSource.system(),
            address ->
                address.equals("127.0.0.1") && asked.incrementAndGet() <= 2
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(7)),
            Future::succeededFuture)
        .appearOn(router);
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    int port = server.listen(0, "127.0.0.1").await(10, SECONDS).actualPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/v1/sessions"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);

      // When
      HttpResponse<String> third = client.send(request, BodyHandlers.ofString());

      // Then
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("retry-after")).contains("7");
      assertThat(third.body()).contains("rate-limited");
    }
  }
}
