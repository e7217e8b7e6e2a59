// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.process.ServerProcess;
import io.parley.system.talk.JsonClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the server: every answer is kept all the same. */
class SuddenDeathIT {
  private static final int MESSAGES = 10_000;

  @TempDir Path folder;

  @Test
  void afterTheLastOfTenThousandAnswersNoneIsLostAndNoneDoubled() throws IOException {
    // Given
    List<Integer> sent = new ArrayList<>();
    try (ServerProcess first = start()) {
      JsonClient.connect(first.address(), "yoda").registers();
      JsonClient hans = JsonClient.connect(first.address(), "hans");
      hans.registers();
      hans.logsIn();
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(
            hans.sends(
                JsonClient.frame("message")
                    .put("to", "yoda")
                    .put("mid", "m" + i)
                    .put("text", "number " + i)));
      }

      // When: not a moment after the last answer
      for (int id : sent) {
        assertThat(hans.answerTo(id).path("state").asText()).isEqualTo("stored");
      }
      first.kill();
    }

    // Then
    try (ServerProcess second = start()) {
      JsonClient yoda = JsonClient.connect(second.address(), "yoda").acknowledging();
      JsonNode login = yoda.logsIn(yoda.login());
      assertThat(login.path("pending").asInt()).isEqualTo(MESSAGES);
      yoda.hears("hans: number " + (MESSAGES - 1));
      assertThat(yoda.events("message").stream().map(event -> event.path("text").asText()))
          .containsExactlyElementsOf(
              IntStream.range(0, MESSAGES).mapToObj(i -> "number " + i).toList());
    }
  }

  @Test
  void whatWasAnsweredInTheMiddleOfAFloodIsKept() throws IOException {
    // Given
    int answered = 0;
    try (ServerProcess first = start()) {
      JsonClient.connect(first.address(), "yoda").registers();
      JsonClient hans = JsonClient.connect(first.address(), "hans");
      hans.registers();
      hans.logsIn();
      List<Integer> sent = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(
            hans.sends(JsonClient.frame("message").put("to", "yoda").put("text", "number " + i)));
      }

      // When: in the middle of its work
      hans.answerTo(sent.get(MESSAGES / 4));
      first.kill();
      hans.awaitEnd();
      while (answered < MESSAGES
          && (answered == MESSAGES / 4 || hans.hasAnswerTo(sent.get(answered)))) {
        answered++;
      }
    }

    // Then: all that was answered comes, and comes first; what was not may come or not
    try (ServerProcess second = start()) {
      JsonClient yoda = JsonClient.connect(second.address(), "yoda").acknowledging();
      yoda.logsIn();
      yoda.hears("hans: number " + (answered - 1));
      List<String> texts =
          yoda.events("message").stream().map(event -> event.path("text").asText()).toList();
      assertThat(texts.subList(0, answered))
          .containsExactlyElementsOf(
              IntStream.range(0, answered).mapToObj(i -> "number " + i).toList());
      assertThat(texts).doesNotHaveDuplicates();
    }
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.start(
        List.of(
            "--port", "0", "--http-port", "off", "--tls-port", "off", "--data", folder + "/data"));
  }
}
