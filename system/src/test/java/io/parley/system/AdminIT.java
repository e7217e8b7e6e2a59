// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.bus.AuthRequest;
import io.parley.model.Username;
import io.parley.system.talk.HttpPage;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import io.parley.system.talk.Until;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin API, through a real HTTP client, on a whole server. Leia is the administrator. */
class AdminIT {
  @RegisterExtension
  final TestServer server = TestServer.with("--http-port", "0", "--block-duration", "1h");

  @BeforeEach
  void appoint() {
    server.node().context().bus().ask(new AuthRequest.Appoint(new Username("leia"), true)).await();
  }

  @Test
  void sessionsAreListedWithWhereTheyAre() {
    // Given
    server.program("hans").logsIn();
    server.program("yoda").logsIn();

    // When
    JsonNode all = json(asks("GET", "/sessions", ""));

    // Then
    assertThat(all.path("online").asInt()).isEqualTo(2);
    assertThat(all.path("sessions").findValuesAsText("user")).containsExactly("hans", "yoda");
    assertThat(all.path("sessions").get(0).path("gateway").asText())
        .isEqualTo(server.node().context().id().toString());
    assertThat(
            json(asks("GET", "/sessions?user=yoda", "")).path("sessions").findValuesAsText("user"))
        .containsExactly("yoda");
    assertThat(json(asks("GET", "/sessions?user=luke", "")).path("sessions")).isEmpty();
    assertThat(
            json(asks("GET", "/sessions?after=hans", "")).path("sessions").findValuesAsText("user"))
        .containsExactly("yoda");
    assertThat(json(asks("GET", "/sessions?limit=1", "")).path("sessions").findValuesAsText("user"))
        .containsExactly("hans");
  }

  @Test
  void aSessionIsEnded() {
    // Given
    JsonClient hans = server.program("hans");
    hans.logsIn();

    // When
    HttpPage answer = asks("DELETE", "/sessions/hans", "");

    // Then
    assertThat(answer.status()).isEqualTo(204);
    hans.hears("* goodbye: kicked");
    assertThat(asks("DELETE", "/sessions/hans", "").status()).isEqualTo(404);
  }

  @Test
  void anAnnouncementReachesAllWhoAreOnlineInBothDialects() {
    // Given
    JsonClient hans = server.program("hans");
    hans.logsIn();
    TextClient yoda = server.person("yoda");
    yoda.logsIn();

    // When
    HttpPage answer = asks("POST", "/announcements", "{\"text\":\"Down at 22:00\"}");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(json(answer).path("reached").asInt()).isEqualTo(2);
    yoda.hears("* notice: Down at 22:00");
    hans.hears("* notice: Down at 22:00");
  }

  @Test
  void aLockIsTakenAway() {
    // Given
    JsonClient hans = server.program("hans");
    hans.isRefused("login hans wrong-1", "bad-credentials");
    hans.isRefused("login hans wrong-2", "bad-credentials");
    hans.isRefused("login hans wrong-3", "locked");

    // When
    assertThat(asks("DELETE", "/locks/hans", "").status()).isEqualTo(204);

    // Then
    server.program("hans").logsIn();
  }

  @Test
  void aDrainedGatewaySendsItsClientsAwayAndIsNotReady() {
    // Given
    InetSocketAddress gateway = server.address();
    JsonClient hans = JsonClient.connect(gateway, "hans");
    hans.logsIn();

    // When
    HttpPage answer = asks("POST", "/drain", "");

    // Then
    assertThat(answer.status()).isEqualTo(202);
    hans.hears("* goodbye: shutdown");
    JsonClient.connect(gateway, "yoda").hears("* goodbye: shutdown");
    Until.so("it is not ready", () -> HttpPage.of(server, "/health/ready").status() == 503);
    assertThat(HttpPage.of(server, "/health/live").status()).isEqualTo(200);
  }

  @Test
  void nobodyButAnAdministratorIsLetIn() {
    assertThat(HttpPage.of(server, "/admin/v1/sessions").status()).isEqualTo(401);
    assertIsProblem(as("hans", ScriptedClient.passwordOf("hans"), "GET", "/sessions", ""), 401);
    assertIsProblem(as("nobody", "wrong-password", "GET", "/sessions", ""), 401);
    assertIsProblem(as("no name", "wrong-password", "GET", "/sessions", ""), 401);
    assertIsProblem(as("leia", "wrong-password", "GET", "/nothing", ""), 401);
  }

  @Test
  void whoIsNoAdministratorAnyMoreIsNotLetIn() {
    // When
    server.node().context().bus().ask(new AuthRequest.Appoint(new Username("leia"), false)).await();

    // Then
    assertIsProblem(asks("GET", "/sessions", ""), 401);
  }

  @Test
  void wrongPasswordsLockAnAdministratorToo() {
    // When
    for (int i = 1; i <= 3; i++) {
      as("leia", "wrong-password", "GET", "/sessions", "");
    }

    // Then
    HttpPage locked = asks("GET", "/sessions", "");
    assertIsProblem(locked, 429);
    assertThat(json(locked).path("code").asText()).isEqualTo("locked");
    server.program("leia").isRefused("login leia " + ScriptedClient.passwordOf("leia"), "locked");
  }

  @Test
  void nobodyIsLetInWhileTheStoreDoesNotAnswer() {
    // When
    server.node().context().storage().close();

    // Then
    assertIsProblem(asks("GET", "/sessions", ""), 503);
  }

  @Test
  void whatIsNotUnderstoodIsAProblem() {
    assertIsProblem(asks("GET", "/sessions?user=no%20name", ""), 400);
    assertIsProblem(asks("GET", "/sessions?limit=0", ""), 400);
    assertIsProblem(asks("GET", "/sessions?limit=many", ""), 400);
    assertIsProblem(asks("DELETE", "/sessions/no%20name", ""), 400);
    assertIsProblem(asks("DELETE", "/locks/" + "n".repeat(33), ""), 400);
    assertIsProblem(asks("POST", "/announcements", ""), 400);
    assertIsProblem(asks("POST", "/announcements", "[]"), 400);
    assertIsProblem(asks("POST", "/announcements", "{\"text\":7}"), 400);
    assertIsProblem(asks("POST", "/announcements", "{\"text\":\" \"}"), 400);
    assertIsProblem(asks("POST", "/announcements", "{\"text\":\"a\\u001b[2J\"}"), 400);
    assertIsProblem(asks("POST", "/announcements", "{\"text\":\"a\",\"to\":\"b\"}"), 400);
    String long2001 = "{\"text\":\"" + "a".repeat(2001) + "\"}";
    assertIsProblem(asks("POST", "/announcements", long2001), 400);
    assertIsProblem(asks("POST", "/announcements", "a".repeat(20_000)), 413);
    assertIsProblem(asks("POST", "/drain", "{\"now\":true}"), 400);
    assertIsProblem(asks("GET", "/nothing", ""), 404);
    HttpRequest.Builder form =
        HttpRequest.newBuilder()
            .header("authorization", basic("leia", ScriptedClient.passwordOf("leia")))
            .header("content-type", "text/plain")
            .POST(BodyPublishers.ofString("{\"text\":\"a\"}"));
    assertIsProblem(HttpPage.of(server, form, "/admin/v1/announcements"), 415);
  }

  private HttpPage asks(String method, String path, String body) {
    return as("leia", ScriptedClient.passwordOf("leia"), method, path, body);
  }

  private HttpPage as(String user, String password, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("authorization", basic(user, password))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    return HttpPage.of(server, request, "/admin/v1" + path);
  }

  private static String basic(String user, String password) {
    String pair = user + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static void assertIsProblem(HttpPage page, int status) {
    assertThat(page.status()).isEqualTo(status);
    assertThat(page.contentType()).isEqualTo("application/problem+json");
    assertThat(json(page).path("status").asInt()).isEqualTo(status);
    assertThat(json(page).path("title").asText()).isNotEmpty();
    assertThat(json(page).path("detail").asText()).isNotEmpty();
  }

  private static JsonNode json(HttpPage page) {
    try {
      return new JsonMapper().readTree(page.body());
    } catch (Exception e) {
      throw new AssertionError(page.body(), e);
    }
  }
}
