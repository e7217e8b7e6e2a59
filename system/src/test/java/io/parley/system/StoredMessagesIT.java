// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.Dialect;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row M2: what is said to somebody who is away. */
class StoredMessagesIT {
  @RegisterExtension final TestServer server = TestServer.with("--mailbox-limit", "10000");

  @ParameterizedTest
  @EnumSource
  void theSenderIsToldAndAllOfItComesOnceAndInOrder(Dialect dialect) {
    // Given
    ScriptedClient hans = server.client(dialect, "hans").logsIn();
    ScriptedClient luke = server.client(dialect, "luke").logsIn();

    // When
    String answer = hans.says("message yoda one").text();
    hans.says("message yoda two");
    luke.says("message yoda three");
    hans.says("message yoda four");

    // Then
    assertThat(dialect == Dialect.JSON || answer.startsWith("Stored for yoda")).isTrue();
    ScriptedClient yoda = server.client(dialect, "yoda").logsIn();
    yoda.hears("hans: one", "hans: two", "luke: three", "hans: four");
    yoda.logsOut();
    ScriptedClient again = server.client(dialect, "yoda").logsIn();
    hans.says("message yoda five");
    again.hears("hans: five");
    assertThat(again.unasked()).noneMatch(line -> line.matches("(hans|luke): .*"));
  }

  @Test
  void itSurvivesARestart() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    hans.says("message yoda one");
    hans.says("message yoda two");

    // When
    server.restart();

    // Then
    JsonClient yoda = server.program("yoda").acknowledging();
    assertThat(yoda.logsIn(yoda.login()).path("pending").asInt()).isEqualTo(2);
    yoda.hears("hans: one", "hans: two");
  }

  @Test
  void storedComesBeforeLive() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    List<Integer> stored = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      stored.add(hans.sends(message("stored " + i)));
    }
    stored.forEach(hans::answerTo);

    // When: live messages come while the stored ones are still on their way
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    int live = 0;
    for (int i = 0; i < 50; i++) {
      live = hans.sends(message("live " + i));
    }
    hans.answerTo(live);

    // Then
    yoda.hears("hans: live 49");
    List<String> expected = new ArrayList<>();
    IntStream.range(0, 2_000).forEach(i -> expected.add("stored " + i));
    IntStream.range(0, 50).forEach(i -> expected.add("live " + i));
    assertThat(yoda.events("message").stream().map(event -> event.path("text").asText()))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void tenThousandUnreadFollowTheAnswerToALogin() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      sent.add(hans.sends(message("number " + i)));
    }
    sent.forEach(hans::answerTo);
    hans.isRefused("message yoda one too many", "mailbox-full");

    // When
    JsonClient yoda = server.program("yoda").acknowledging();
    JsonNode login = yoda.logsIn(yoda.login());

    // Then
    assertThat(login.path("pending").asInt()).isEqualTo(10_000);
    yoda.hears("hans: number 9999");
    hans.says("message yoda there is room again");
  }

  private static ObjectNode message(String text) {
    return JsonClient.frame("message").put("to", "yoda").put("text", text);
  }
}
