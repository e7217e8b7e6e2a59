// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
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
import java.util.concurrent.atomic.AtomicReference;
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

  /** A role that has stopped when somebody says so. */
  private record SlowToStop(Future<?> end) implements Role {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Future<String> deploy(NodeContext node) {
      return node.vertx()
          .deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> stop() {
                  return end;
                }
              });
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
        .isEqualTo(
            new JsonObject(
                """
                {"status":"UP","checks":[{"id":"event-loops","status":"UP"}]}\
                """));
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
  void aNodeHasStartedWhenItsRolesPlayAndEveryStartupCheckHasPassedOnce() throws Exception {
    // Given
    Node node = start(Map.of(), new Noted("first"));
    assertThat(get("/health/started").statusCode()).isEqualTo(200);
    AtomicReference<Future<?>> neighbours = new AtomicReference<>(Future.failedFuture("too few"));
    node.context().startup().register("neighbours", neighbours::get);
    assertThat(eventually("/health/started", 503).getJsonArray("checks"))
        .containsExactlyInAnyOrder(
            new JsonObject().put("id", "neighbours").put("status", "DOWN"),
            new JsonObject().put("id", "roles").put("status", "UP"));
    // When
    neighbours.set(Future.succeededFuture());
    eventually("/health/started", 200);
    neighbours.set(Future.failedFuture("too few again"));
    // Then: what happens later does not count
    assertThat(get("/health/started").statusCode()).isEqualTo(200);
    assertThat(get("/health/started").statusCode()).isEqualTo(200);
  }

  @Test
  void aStartupCheckIsNotAskedAgainWhileItIsUnderWayAndMayThrow() {
    // Given
    Startup startup = new Startup();
    List<String> asked = new ArrayList<>();
    Promise<Void> answer = Promise.promise();
    startup.register(
        "neighbours",
        () -> {
          asked.add("neighbours");
          if (asked.size() == 1) {
            throw new IllegalStateException("not yet");
          }
          return answer.future();
        });
    // When
    startup.ask();
    startup.ask();
    // Then
    assertThat(asked).hasSize(2);
    assertThat(startup.answers()).containsEntry("neighbours", false);
    answer.complete();
    assertThat(startup.answers()).containsEntry("neighbours", true);
  }

  @Test
  void howTheStartGoesOnCanBeSeenFromOutside() throws Exception {
    // Given
    int port = freePort();
    Promise<Void> slow = Promise.promise();
    Future<Node> node =
        Node.start(
            settings(Map.of("http-port", Integer.toString(port))),
            InstantSource.system(),
            new Noted("first", slow.future()));
    // When
    eventually(port, "/health/started", 503);
    // Then
    assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
    assertThat(get(port, "/health/ready").statusCode()).isEqualTo(503);
    slow.complete();
    running = Optional.of(await(node));
    eventually(port, "/health/started", 200);
    eventually(port, "/health/ready", 200);
  }

  @Test
  void aNodeThatStopsIsNotReadyAndNotDead() throws Exception {
    // Given
    Promise<Void> slow = Promise.promise();
    Node node = start(Map.of(), new SlowToStop(slow.future()));
    eventually("/health/ready", 200);
    // When
    Future<Void> stopped = node.stop();
    // Then
    eventually("/health/ready", 503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    slow.complete();
    await(stopped);
  }

  @Test
  void aNodeTellsWhatItCounts() throws Exception {
    // Given
    Node node = start(Map.of(), new Noted("first"));
    node.context().metrics().counts("parley.logins", "Logins.", "result").count("ok");
    await(node.context().database("shelf")).read(Query.first("SELECT 1", row -> 1));
    eventually("/health/ready", 200);
    // When: every event loop has had the time to beat
    HttpResponse<String> answer = get("/metrics");
    Instant deadline = Instant.now().plusSeconds(20);
    while (answer.body().contains("parley_event_loop_lag_seconds_count 0")
        && Instant.now().isBefore(deadline)) {
      answer = get("/metrics");
    }
    // Then
    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains("parley_logins_total{result=\"ok\"} 1.0")
        .contains("parley_info{version=")
        .contains("parley_check_up{check=\"database\"} 1.0")
        .containsPattern("parley_sql_seconds_count\\{kind=\"read\"} [1-9]")
        .containsPattern("parley_sql_seconds_sum\\{kind=\"read\"} [0-9]")
        .contains("parley_sql_seconds_count{kind=\"write\"} ")
        .contains("parley_sql_waiting{kind=\"read\"} 0.0")
        .contains("parley_sql_waiting{kind=\"write\"} 0.0")
        .contains("parley_sql_commits_seconds_count ")
        .containsPattern("parley_event_loop_lag_seconds_count [1-9]")
        .containsPattern("parley_event_loop_lag_max_seconds [0-9.]+");
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

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(running.orElseThrow().httpPort().orElseThrow(), path);
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private JsonObject eventually(String path, int status) throws Exception {
    return eventually(running.orElseThrow().httpPort().orElseThrow(), path, status);
  }

  private static JsonObject eventually(int port, String path, int status) throws Exception {
    Instant deadline = Instant.now().plusSeconds(20);
    while (Instant.now().isBefore(deadline)) {
      try {
        HttpResponse<String> answer = get(port, path);
        if (answer.statusCode() == status) {
          return new JsonObject(answer.body());
        }
      } catch (ConnectException notYet) {
        // it does not listen yet
      }
    }
    throw new AssertionError(path + " did not answer " + status);
  }
}
