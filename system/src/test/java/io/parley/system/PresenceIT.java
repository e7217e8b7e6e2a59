// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import io.parley.system.talk.Until;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 7 and 8, row W1: who comes, who goes, who is there, who was there. */
class PresenceIT {
  @RegisterExtension final TestServer server = TestServer.with("--resume-grace", "200ms");

  @Test
  void othersHearOfEachComingAndGoingOnce() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    Instant before = Instant.now().minusMillis(1);

    // When
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.logsOut();
    server.program("luke").logsIn();

    // Then
    // those of different users may cross in a cluster
    hans.hears("* yoda logged in", "* yoda logged out");
    hans.hears("* luke logged in");
    assertThat(hans.events()).hasSize(3);
    JsonNode came = hans.events().getFirst();
    assertThat(came.path("ev").asText()).isEqualTo("presence");
    assertThat(Instant.parse(came.path("at").asText())).isBetween(before, Instant.now());
    assertThat(yoda.events("presence"))
        .allMatch(event -> event.path("user").asText().equals("hans"));
  }

  @Test
  void nothingIsHeardBeforeTheAnswerToTheLogin() {
    // Given: others come and go, and messages wait
    JsonClient hans = server.program("hans").logsIn();
    for (int i = 0; i < 20; i++) {
      hans.says("message yoda number " + i);
    }
    for (int i = 0; i < 20; i++) {
      JsonClient luke = server.program("luke").logsIn();

      // When
      LineConnection yoda = LineConnection.to(server.address());
      yoda.takeLine();
      yoda.send("{\"op\":\"login\",\"id\":1,\"user\":\"yoda\",\"password\":\"secret-of-yoda\"}");
      luke.logsOut();

      // Then
      assertThat(yoda.takeLine()).startsWith("{\"re\":1,").contains("\"ok\":true");
      yoda.send("{\"op\":\"logout\"}");
      yoda.awaitEnd();
    }
  }

  @Test
  void theListHasAllOnlineUsersButTheAskerSorted() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    assertThat(hans.users("whoelse")).isEmpty();
    server.program("yoda").logsIn();
    server.program("leia").logsIn();
    JsonClient luke = server.program("luke").logsIn();

    // When
    luke.logsOut();

    // Then
    assertThat(hans.users("whoelse")).containsExactly("leia", "yoda");
  }

  @Test
  void whoWasThereIsListedWhetherStillOnlineOrNot() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    server.program("luke").logsIn();

    // When
    yoda.logsOut();

    // Then
    assertThat(hans.users("whoelsesince 3600")).containsExactly("luke", "yoda");
    assertThat(hans.users("whoelsesince 10000000000")).containsExactly("luke", "yoda");
    assertThat(hans.users("whoelsesince 0")).contains("luke").doesNotContain("leia", "hans");
  }

  @Test
  void whoLeftLongerAgoIsNotListed() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    server.program("luke").logsIn();
    yoda.logsOut();

    // When: more than a second passes
    long end = System.nanoTime() + 1_100_000_000L;
    Until.so("a second later", () -> System.nanoTime() > end);

    // Then: who is still online is, however long ago the login was
    assertThat(hans.users("whoelsesince 1")).containsExactly("luke");
    assertThat(hans.users("whoelsesince 100")).containsExactly("luke", "yoda");
  }

  @Test
  void whoWasThereIsKnownAfterARestart() {
    // Given
    server.program("yoda").logsIn().logsOut();
    server.program("luke").logsIn();

    // When
    server.restart();

    // Then
    JsonClient hans = server.program("hans").logsIn();
    assertThat(hans.users("whoelsesince 3600")).containsExactly("luke", "yoda");
    assertThat(hans.users("whoelse")).isEmpty();
  }

  @Test
  void peopleHaveShorterAndOlderWordsForIt() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();
    assertThat(hans.says("whoelse").text()).isEqualTo("Nobody else is online.");
    assertThat(hans.says("wholasthr").text()).startsWith("Nobody else was online");

    // When
    server.person("yoda").logsIn();

    // Then
    assertThat(hans.says("list_online").text()).isEqualTo("Online now: yoda");
    assertThat(hans.says("WHOELSE").text()).isEqualTo("Online now: yoda");
    assertThat(hans.says("wholasthr").text()).contains("yoda");
    assertThat(hans.says("whoelsesince 900").text()).contains("yoda");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " -1", " abc", " 1.5", " 10000000001", " 99999999999999999999", " 5 6"})
  void aTimeThatIsNoneIsAnErrorAndTheSessionGoesOn(String time) {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When
    hans.isRefused("whoelsesince" + time, "bad-request");

    // Then
    hans.says("whoelse");
  }
}
