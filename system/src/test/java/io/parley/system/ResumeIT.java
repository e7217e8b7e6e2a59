// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rule 3: the secret that takes a session's place. */
class ResumeIT {
  @RegisterExtension final TestServer server = TestServer.with("--block-duration", "30s");

  @Test
  void aBrokenSessionIsResumedWithoutAFlicker() {
    try (TestServer patient = TestServer.with("--resume-grace", "1h").start()) {
      // Given
      JsonClient yoda = patient.program("yoda").logsIn();
      JsonClient hans = patient.program("hans").acknowledging();
      String secret = secretOf(hans.logsIn(hans.login()));
      yoda.hears("* hans logged in");
      hans.connection().abort();

      // When
      JsonClient again = patient.program("hans").acknowledging();
      JsonNode login = again.logsIn(resume("hans", secret));

      // Then: yoda can write to him, and heard nothing of it
      assertThat(secretOf(login)).isNotEqualTo(secret);
      yoda.says("message hans hi");
      again.hears("yoda: hi");
      patient.program("luke").logsIn();
      yoda.hears("* luke logged in");
      yoda.hasNotHeard(line -> line.contains("hans"));
    }
  }

  @Test
  void aLivingSessionIsReplaced() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    JsonClient hans = server.program("hans").acknowledging();
    String secret = secretOf(hans.logsIn(hans.login()));
    yoda.hears("* hans logged in");

    // When
    JsonClient second = server.program("hans").acknowledging();
    second.logsIn(resume("hans", secret));

    // Then
    hans.hears("* goodbye: replaced");
    hans.awaitEnd();
    yoda.says("message hans hi");
    second.hears("yoda: hi");
    yoda.hasNotHeard(line -> line.contains("hans"));
  }

  @Test
  void whatTheReplacedSessionHadNotAcknowledgedComesAgain() {
    // Given
    JsonClient hans = server.program("hans");
    String secret = secretOf(hans.logsIn(hans.login().put("acks", true)));
    JsonClient yoda = server.program("yoda").logsIn();
    int sent = yoda.sends(JsonClient.frame("message").put("to", "hans").put("text", "hi"));
    hans.hears("yoda: hi");

    // When
    JsonClient second = server.program("hans").acknowledging();
    second.logsIn(resume("hans", secret));

    // Then
    second.hears("yoda: hi");
    assertThat(yoda.answerTo(sent).path("ok").asBoolean()).isTrue();
  }

  @Test
  void aSecretIsGoodForTheLastSessionOnly() {
    // Given
    JsonClient hans = server.program("hans");
    String first = secretOf(hans.logsIn(hans.login()));
    hans.connection().abort();
    JsonClient second = server.program("hans");
    second.logsIn(resume("hans", first));

    // When
    JsonNode answer = server.program("hans").asks(resume("hans", first));

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("bad-credentials");
    second.says("whoelse");
  }

  @Test
  void logoutEndsIt() {
    // Given
    JsonClient hans = server.program("hans");
    String secret = secretOf(hans.logsIn(hans.login()));
    hans.logsOut();

    // When
    JsonNode answer = server.program("hans").asks(resume("hans", secret));

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("bad-credentials");
  }

  @Test
  void itSurvivesARestartOfTheServer() {
    // Given
    JsonClient hans = server.program("hans");
    String secret = secretOf(hans.logsIn(hans.login()));

    // When
    server.restart();

    // Then
    server.program("hans").logsIn(resume("hans", secret));
  }

  @Test
  void itIsNotStoppedByALockThatOthersCaused() {
    // Given
    JsonClient hans = server.program("hans");
    String secret = secretOf(hans.logsIn(hans.login()));
    JsonClient enemy = server.program("-");
    enemy.isRefused("login hans wrong-1", "bad-credentials");
    enemy.isRefused("login hans wrong-2", "bad-credentials");
    enemy.isRefused("login hans wrong-3", "locked");
    hans.connection().abort();

    // When
    JsonClient again = server.program("hans");
    again.logsIn(resume("hans", secret));

    // Then
    again.says("whoelse");
  }

  @Test
  void itIsNoPasswordAndAPasswordIsNoSecret() {
    // Given
    JsonClient hans = server.program("hans");
    String secret = secretOf(hans.logsIn(hans.login()));
    hans.connection().abort();
    JsonClient other = server.program("hans");

    // When, Then
    other.isRefused("login hans " + secret, "bad-credentials");
    assertThat(other.asks(resume("hans", "secret-of-hans")).path("error").asText())
        .isEqualTo("bad-credentials");
    assertThat(other.asks(resume("yoda", secret)).path("error").asText())
        .isEqualTo("bad-credentials");
  }

  @Test
  void aBreakThatIsNotResumedIsToldAfterTheGrace() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    JsonClient hans = server.program("hans").logsIn();
    yoda.hears("* hans logged in");

    // When
    hans.connection().abort();

    // Then: at the latest some seconds later
    yoda.hears("* hans logged out");
  }

  private static ObjectNode resume(String user, String secret) {
    return JsonClient.frame("login").put("user", user).put("resume", secret).put("acks", true);
  }

  private static String secretOf(JsonNode login) {
    String secret = login.path("resume").asText();
    assertThat(secret).hasSizeGreaterThan(20);
    return secret;
  }
}
