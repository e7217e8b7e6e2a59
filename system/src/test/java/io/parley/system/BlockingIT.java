// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.talk.Dialect;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 6, row B1: a block keeps out messages, broadcasts, presence and introductions. */
class BlockingIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @ParameterizedTest
  @EnumSource
  void aBlockedSenderIsToldSoAndNothingArrives(Dialect dialect) {
    // Given
    ScriptedClient hans = server.client(dialect, "hans").logsIn();
    ScriptedClient yoda = server.client(dialect, "yoda").logsIn();
    ScriptedClient luke = server.client(dialect, "luke").logsIn();

    // When
    yoda.says("block hans");

    // Then
    hans.isRefused("message yoda hi", "blocked");
    luke.says("message yoda marker");
    yoda.hears("luke: marker");
    yoda.hasNotHeard(line -> line.startsWith("hans"));
  }

  @Test
  void nothingOfABlockedSenderIsStored() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.says("block hans");
    hans.isRefused("message yoda while online", "blocked");
    yoda.logsOut();
    hans.isRefused("message yoda while offline", "blocked");

    // When
    JsonClient again = server.program("yoda");
    JsonNode login = again.logsIn(again.login());
    again.says("unblock hans");

    // Then
    assertThat(login.path("pending").asInt()).isZero();
    hans.says("message yoda at last");
    again.hears("hans: at last");
    assertThat(again.events("message")).hasSize(1);
  }

  @Test
  void whatWasStoredBeforeTheBlockIsStillDelivered() {
    // Given: a message that waits for yoda, who blocks its sender before it comes to be read
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda");
    yoda.logsIn(yoda.login().put("acks", true));
    int waiting = hans.sends(JsonClient.frame("message").put("to", "yoda").put("text", "before"));
    yoda.hears("hans: before");
    yoda.says("block hans");
    yoda.connection().abort();
    assertThat(hans.answerTo(waiting).path("state").asText()).isEqualTo("stored");

    // When
    JsonClient again = server.program("yoda").acknowledging().logsIn();

    // Then
    again.hears("hans: before");
    hans.isRefused("message yoda after", "blocked");
  }

  @Test
  void theBlockedIsToldNothingAndSeesNothing() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient luke = server.program("luke").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    hans.hears("* yoda logged in");
    luke.hears("* yoda logged in");

    // When
    yoda.says("block hans");
    yoda.logsOut();
    luke.hears("* yoda logged out");
    JsonClient again = server.program("yoda").logsIn();
    luke.hears("* yoda logged in");
    again.says("unblock hans");
    again.logsOut();

    // Then: of all that, hans hears the end of the last session only
    hans.hears("* yoda logged out");
    assertThat(hans.events()).hasSize(3); // luke and yoda came, yoda left
  }

  @Test
  void aBlockIsOneWay() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.says("block hans");

    // When
    JsonClient hans = server.program("hans").logsIn();

    // Then: yoda sees hans, writes to him, and finds him in lists
    yoda.hears("* hans logged in");
    yoda.says("message hans I hear you not");
    hans.hears("yoda: I hear you not");
    assertThat(yoda.users("whoelse")).containsExactly("hans");
    hans.logsOut();
    yoda.hears("* hans logged out");
  }

  @Test
  void theOwnListTellsWhomOneHasBlocked() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    assertThat(yoda.users("blocked")).isEmpty();

    // When
    yoda.says("block luke");
    yoda.says("block hans");

    // Then
    assertThat(yoda.users("blocked")).containsExactly("hans", "luke");
    yoda.says("unblock luke");
    assertThat(yoda.users("blocked")).containsExactly("hans");
  }

  @Test
  void selfUnknownAlreadyAndNotBlockedAreErrorsOfTheirOwn() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();

    // When, Then
    yoda.isRefused("block yoda", "self");
    yoda.isRefused("unblock yoda", "self");
    yoda.isRefused("block nobody", "no-such-user");
    yoda.isRefused("unblock nobody", "no-such-user");
    yoda.isRefused("unblock hans", "not-blocked");
    yoda.says("block hans");
    yoda.isRefused("block hans", "already-blocked");
    yoda.says("unblock hans");
    yoda.isRefused("unblock hans", "not-blocked");
  }

  @Test
  void offlineUsersCanBeBlockedAndBlocksLastOverRestarts() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.says("block hans");

    // When
    server.restart();

    // Then: whether yoda is offline or online
    JsonClient hans = server.program("hans").logsIn();
    hans.isRefused("message yoda hi", "blocked");
    JsonClient again = server.program("yoda").logsIn();
    hans.isRefused("message yoda hi", "blocked");
    assertThat(again.users("blocked")).containsExactly("hans");
    hans.hasNotHeard(line -> line.contains("yoda"));
  }
}
