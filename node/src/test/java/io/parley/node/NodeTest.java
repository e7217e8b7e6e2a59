// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeTest {
  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private Optional<Node> running = Optional.empty();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  /** A role that writes down when it starts and stops. */
  private final class Noted implements Role {
    private final String name;
    private final Future<?> start;

    Noted(String name, Future<?> start) {
      this.name = name;
      this.start = start;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Future<String> deploy(NodeContext node) {
      return node.database("shelf")
          .compose(database ->
              node.vertx()
                  .deployVerticle(
                      new VerticleBase() {
                        @Override
                        public Future<?> start() {
                          diary.add(name + " starts");
                          node.announcements().accept(name + " is here");
                          return start;
                        }

                        @Override
                        public Future<?> stop() {
                          diary.add(name + " stops");
                          return Future.succeededFuture();
                        }
                      }));
    }

    private Noted(String name) {
      this(name, Future.succeededFuture());
    }
  }

  @BeforeAll
  static void keepQuiet() {
    Logs.configure(false);
  }

  @AfterEach
  void stop() {
    running.ifPresent(node -> await(node.stop()));
  }

  @Test
  void rolesStartInOrderAndStopInReverse() {
    // Given
    Node node = start(Map.of(), new Noted("first"), new Noted("second"));
    // When
    await(node.stop());
    // Then
    assertThat(diary)
        .containsExactly("first starts", "second starts", "second stops", "first stops");
  }

  @Test
  void aNodeSaysWhatAPersonMustKnow() {
    // When
    Node node = start(Map.of(), new Noted("first"));
    // Then
    assertThat(node.announcements())
        .containsExactly(
            "first is here",
            "Health checks on http://127.0.0.1:" + node.httpPort().orElseThrow() + "/health/ready",
            "Data in " + folder.resolve("data/parley.db"));
  }

  @Test
  void aRoleThatCannotStartStopsTheOthers() {
    // When
    Future<Node> node =
        Node.start(
            settings(Map.of()),
            InstantSource.system(),
            new Noted("first"),
            new Noted("second", Future.failedFuture(new StartProblem("no luck"))));
    // Then
    assertThatThrownBy(() -> await(node)).isInstanceOf(StartProblem.class).hasMessage("no luck");
    assertThat(diary).containsExactly("first starts", "second starts", "first stops");
  }

  @Test
  void aNodeThatServesIsAliveAndReady() throws Exception {
    // When
    start(Map.of(), new Noted("first"));
    // Then
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(new JsonObject(get("/health/live").body()))
        .isEqualTo(new JsonObject().put("status", "UP").put("checks", new JsonArray()));
    assertThat(eventually("/health/ready", 200))
        .isEqualTo(
            new JsonObject(
                """
                {"status":"UP","checks":[{"id":"database","status":"UP"},
                {"id":"serving","status":"UP"}]}\
                """));
  }

  @Test
  void aCheckThatFailsMakesTheNodeNotReadyButNotDead() throws Exception {
    // Given
    Node node = start(Map.of(), new Noted("first"));
    // When
    node.context().readiness().register("moon", () -> Future.failedFuture("is new"));
    // Then
    assertThat(eventually("/health/ready", 503).getJsonArray("checks"))
        .contains(new JsonObject().put("id", "moon").put("status", "DOWN"));
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aCheckThatDoesNotAnswerIsTrustedForFiveSecondsAndAskedOnce() {
    // Given
    Readiness readiness = new Readiness(() -> now);
    List<String> asked = new ArrayList<>();
    readiness.register(
        "moon",
        () -> {
          asked.add("moon");
          return asked.size() == 1 ? Future.succeededFuture() : Future.future(never -> {});
        });
    // When
    now = now.plus(Duration.ofSeconds(4));
    readiness.ask();
    readiness.ask();
    // Then
    assertThat(asked).hasSize(2);
    assertThat(readiness.answers()).containsEntry("moon", true);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(readiness.answers()).containsEntry("moon", false);
  }

  @Test
  void aPortInUseIsSaidInOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      // When
      String port = String.valueOf(taken.getLocalPort());
      Future<Node> node =
          Node.start(
              settings(Map.of("http-port", port)), InstantSource.system(), new Noted("first"));
      // Then
      assertThatThrownBy(() -> await(node))
          .isInstanceOf(StartProblem.class)
          .hasMessage("Port " + port + " on 127.0.0.1 is in use; choose another with --http-port.");
    }
  }

  @Test
  void aNodeWithoutAnHttpPortHasNone() {
    // When
    Node node = start(Map.of("http-port", "off"), new Noted("first"));
    // Then
    assertThat(node.httpPort()).isEmpty();
  }

  private Node start(Map<String, String> options, Role... roles) {
    Node node = await(Node.start(settings(options), InstantSource.system(), roles));
    running = Optional.of(node);
    return node;
  }

  private Settings settings(Map<String, String> options) {
    Map<String, String> all = new HashMap<>();
    all.put("http-port", "0");
    all.put("data", folder.resolve("data").toString());
    all.putAll(options);
    return Settings.of(all);
  }

  private HttpResponse<String> get(String path) throws Exception {
    int port = running.orElseThrow().httpPort().orElseThrow();
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private JsonObject eventually(String path, int status) throws Exception {
    Instant deadline = Instant.now().plusSeconds(20);
    HttpResponse<String> answer = get(path);
    while (answer.statusCode() != status && Instant.now().isBefore(deadline)) {
      answer = get(path);
    }
    assertThat(answer.statusCode()).isEqualTo(status);
    return new JsonObject(answer.body());
  }
}
