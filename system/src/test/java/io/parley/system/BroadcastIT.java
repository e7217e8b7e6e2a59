// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rule 9, row M4: a text to all who are there. */
class BroadcastIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @Test
  void allWhoAreOnlineHearItButTheSender() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    TextClient luke = server.person("luke");
    luke.logsIn();

    // When
    JsonNode answer = hans.says("broadcast dinner   is ready").json();

    // Then
    assertThat(answer.path("reached").asInt()).isEqualTo(2);
    assertThat(answer.path("withheld").asBoolean()).isFalse();
    yoda.hears("hans (broadcast): dinner   is ready");
    luke.hears("hans (broadcast): dinner   is ready");
    hans.hasNotHeard(line -> line.contains("dinner"));
  }

  @Test
  void itIsNotStored() {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer = hans.says("broadcast is anybody there?").json();

    // Then
    assertThat(answer.path("reached").asInt()).isZero();
    JsonClient yoda = server.program("yoda");
    assertThat(yoda.logsIn(yoda.login()).path("pending").asInt()).isZero();
  }

  @Test
  void whoBlockedTheSenderIsSkippedAndTheSenderToldOnce() {
    // Given: two have blocked hans, one of them is offline
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    JsonClient luke = server.program("luke").logsIn();
    JsonClient leia = server.program("leia").logsIn();
    yoda.says("block hans");
    luke.says("block hans");
    luke.logsOut();

    // When
    JsonNode answer = hans.says("broadcast hi all").json();

    // Then
    assertThat(answer.path("reached").asInt()).isEqualTo(1);
    assertThat(answer.path("withheld").asBoolean()).isTrue();
    leia.hears("hans (broadcast): hi all");
    leia.says("message yoda marker");
    yoda.hears("leia: marker");
    yoda.hasNotHeard(line -> line.contains("hi all"));
  }

  @Test
  void aBlockOfSomebodyOfflineDoesNotCount() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.says("block hans");
    yoda.logsOut();
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer = hans.says("broadcast hi all").json();

    // Then
    assertThat(answer.path("withheld").asBoolean()).isFalse();
    assertThat(answer.path("reached").asInt()).isZero();
  }

  @Test
  void whoBlocksCanStillReachTheOther() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.says("block hans");

    // When
    JsonNode answer = yoda.says("broadcast listen").json();

    // Then
    assertThat(answer.path("reached").asInt()).isEqualTo(1);
    assertThat(answer.path("withheld").asBoolean()).isFalse();
    hans.hears("yoda (broadcast): listen");
  }

  @Test
  void aPersonIsToldInOneSentence() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();
    server.program("yoda").logsIn().says("block hans");
    server.program("luke").logsIn().says("block hans");

    // When
    String sentence = hans.says("broadcast hi all").text();

    // Then
    assertThat(sentence).containsOnlyOnce("blocked you");
  }
}
