// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.talk.Dialect;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import io.parley.system.talk.Until;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1 and 2, rows A1 to A4: accounts, passwords, locks, one session for a user. */
class LoggingInIT {
  @RegisterExtension final TestServer server = TestServer.with("--block-duration", "1h");

  @ParameterizedTest
  @EnumSource
  void whoMadeAnAccountCanLogIn(Dialect dialect) {
    // Given
    ScriptedClient chewie = server.client(dialect, "chewie");

    // When
    chewie.says("register chewie arrrgh-arrrgh");

    // Then
    chewie.says("login chewie arrrgh-arrrgh");
    chewie.says("whoelse");
  }

  @Test
  void theServerAsksForNameAndPassword() {
    // Given
    TextClient hans = server.person("hans");

    // When
    hans.asks("login");
    hans.asks("hans");
    String welcome = hans.asks("secret-of-hans").text();

    // Then
    assertThat(welcome).startsWith("Welcome, hans!");
  }

  @Test
  void whoComesBackIsToldOfTheLastLogin() {
    // Given
    Instant before = Instant.now().minusMillis(1);
    JsonClient hans = server.program("hans");
    JsonNode first = hans.logsIn(hans.login());
    Instant after = Instant.now();
    hans.logsOut();

    // When
    JsonClient again = server.program("hans");
    JsonNode second = again.logsIn(again.login());

    // Then
    assertThat(first.has("lastLogin")).isFalse();
    assertThat(Instant.parse(second.path("lastLogin").asText())).isBetween(before, after);
    assertThat(second.path("lastLogin").asText()).matches(".*T.*\\.\\d{3}Z");
    assertThat(second.path("user").asText()).isEqualTo("hans");
    assertThat(second.path("timeout").asInt()).isEqualTo(3600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ha ns", "hans!", "häns", "123456789012345678901234567890123"})
  void namesOutsideTheRuleAreRefused(String name) {
    JsonNode answer = register(server.program("-"), name, "long-enough");

    assertThat(answer.path("error").asText()).isEqualTo("invalid-username");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567", ""})
  void shortPasswordsAreRefused(String password) {
    JsonNode answer = register(server.program("-"), "chewie", password);

    assertThat(answer.path("error").asText()).isEqualTo("weak-password");
  }

  @Test
  void aPasswordHasAtMost128Characters() {
    // Given
    JsonClient chewie = server.program("chewie");

    // When, Then
    assertThat(register(chewie, "chewie", "x".repeat(129)).path("error").asText())
        .isEqualTo("weak-password");
    assertThat(register(chewie, "chewie", "x".repeat(128)).path("ok").asBoolean()).isTrue();
  }

  @Test
  void namesAndPasswordsAreCaseSensitive() {
    // Given
    JsonClient other = server.program("Hans");
    register(other, "Hans", "another-secret");

    // When, Then
    other.isRefused("login Hans secret-of-hans", "bad-credentials");
    other.isRefused("login Hans Another-Secret", "bad-credentials");
    other.says("login Hans another-secret");
    server.program("hans").logsIn();
  }

  @Test
  void ofTwoWhoRegisterANameAtTheSameMomentOneSucceeds() {
    // Given
    List<JsonClient> clients = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> clients.add(server.program("chewie")));

    // When
    List<Integer> ids =
        clients.stream()
            .map(client ->
                client.sends(
                    JsonClient.frame("register")
                        .put("user", "chewie")
                        .put("password", "long-enough")))
            .toList();

    // Then
    List<String> errors =
        IntStream.range(0, 20)
            .mapToObj(i -> clients.get(i).answerTo(ids.get(i)).path("error").asText("made"))
            .toList();
    assertThat(errors).containsOnlyOnce("made");
    assertThat(errors.stream().filter("name-taken"::equals)).hasSize(19);
  }

  @Test
  void aMistypedNameMakesNoAccount() {
    // Given
    JsonClient typist = server.program("hnas");
    typist.isRefused("login hnas secret-of-hans", "bad-credentials");

    // When
    JsonClient yoda = server.program("yoda").logsIn();

    // Then
    yoda.isRefused("message hnas hi", "no-such-user");
  }

  @Test
  void anUnknownNameIsRefusedInTheSameWordsAsAWrongPassword() {
    // Given
    JsonClient client = server.program("-");

    // When
    JsonNode unknown = client.asks("login nobody secret-of-hans").json();
    JsonNode wrong = client.asks("login hans secret-of-yoda").json();
    JsonNode noName = client.asks("login h!ans secret-of-yoda").json();

    // Then
    for (JsonNode answer : List.of(unknown, wrong, noName)) {
      assertThat(answer.path("error").asText()).isEqualTo("bad-credentials");
      assertThat(answer.path("text").asText()).isEqualTo(wrong.path("text").asText());
    }
  }

  @Test
  void theThirdFailureLocksTheNameForEveryoneAndEndsTheConnection() {
    // Given: failures from several connections
    JsonClient first = server.program("-");
    JsonClient second = server.program("-");
    first.isRefused("login hans wrong-1", "bad-credentials");
    second.isRefused("login hans wrong-2", "bad-credentials");

    // When
    JsonNode locked = first.isRefused("login hans wrong-3", "locked").json();

    // Then
    assertThat(locked.path("retryAfter").asInt()).isBetween(1, 3600);
    first.hears("* goodbye: locked");
    first.awaitEnd();
    second.isRefused("login hans secret-of-hans", "locked");
    second.awaitEnd();
    server.program("yoda").logsIn();
  }

  @Test
  void attemptsDoNotProlongALock() {
    try (TestServer lenient = TestServer.with("--block-duration", "2s").start()) {
      // Given
      lock(lenient, "hans");

      // When, then: who keeps trying would be locked out for ever if each attempt prolonged it
      Until.so(
          "one attempt gets through",
          () -> lenient.program("hans").asks("login hans secret-of-hans").error().isEmpty());
    }
  }

  @Test
  void aSuccessClearsTheCount() {
    // Given
    for (int round = 0; round < 3; round++) {
      JsonClient hans = server.program("hans");
      hans.isRefused("login hans wrong-1", "bad-credentials");
      hans.isRefused("login hans wrong-2", "bad-credentials");

      // When, Then
      hans.logsIn();
      hans.logsOut();
    }
  }

  @Test
  void anUnknownNameIsLockedLikeAnyOther() {
    // Given
    JsonClient client = server.program("-");
    client.isRefused("login nobody wrong-1", "bad-credentials");
    client.isRefused("login nobody wrong-2", "bad-credentials");

    // When, Then
    client.isRefused("login nobody wrong-3", "locked");
  }

  @ParameterizedTest
  @EnumSource
  void aSecondLoginIsRefusedAndLeavesTheFirstAlone(Dialect dialect) {
    // Given
    ScriptedClient hans = server.client(dialect, "hans").logsIn();
    ScriptedClient yoda = server.client(dialect, "yoda").logsIn();
    ScriptedClient second = server.client(dialect, "hans");

    // When
    second.isRefused("login hans secret-of-hans", "user-online");
    second.close();

    // Then
    yoda.says("message hans still there?");
    hans.hears("yoda: still there?");
    assertThat(yoda.says("whoelse").text() + yoda.says("whoelse").json()).contains("hans");
    // in a cluster that may come after the answer to her own login
    assertThat(yoda.unasked()).isSubsetOf("* hans logged in");
  }

  @Test
  void aFailedLoginDoesNotChangeWhoTheConnectionIs() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();

    // When
    hans.isRefused("login luke secret-of-luke", "already-logged-in");
    hans.isRefused("login yoda wrong-password", "already-logged-in");

    // Then
    hans.says("message yoda who am I?");
    yoda.hears("hans: who am I?");
    server.program("luke").logsIn();
  }

  @Test
  void passwordsCanBeChangedByWhoKnowsTheOldOne() {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When
    hans.isRefused("passwd wrong-one a-new-secret", "bad-credentials");
    hans.isRefused("passwd secret-of-hans short", "weak-password");
    hans.says("passwd secret-of-hans a-new-secret");
    hans.logsOut();

    // Then
    JsonClient again = server.program("hans");
    again.isRefused("login hans secret-of-hans", "bad-credentials");
    again.says("login hans a-new-secret");
  }

  private static void lock(TestServer server, String name) {
    JsonClient client = server.program(name);
    client.isRefused("login " + name + " wrong-1", "bad-credentials");
    client.isRefused("login " + name + " wrong-2", "bad-credentials");
    client.isRefused("login " + name + " wrong-3", "locked");
  }

  private static JsonNode register(JsonClient client, String name, String password) {
    return client.asks(JsonClient.frame("register").put("user", name).put("password", password));
  }
}
