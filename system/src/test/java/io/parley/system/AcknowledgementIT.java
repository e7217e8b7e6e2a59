// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rule 4: the sender's answer is a promise, and what makes it true. */
class AcknowledgementIT {
  @RegisterExtension final TestServer server = TestServer.with("--delivery-timeout", "60s");

  @Test
  void deliveredIsAnsweredOnlyAfterTheRecipientAcknowledged() {
    // Given: a client that promised to acknowledge, and takes its time
    JsonClient yoda = server.program("yoda");
    yoda.logsIn(yoda.login().put("acks", true));
    JsonClient hans = server.program("hans").logsIn();
    int sent = hans.sends(message("hi"));
    yoda.hears("hans: hi");
    hans.says("ping");
    assertThat(hans.hasAnswerTo(sent)).isFalse();

    // When
    acknowledge(yoda, 0);

    // Then
    assertThat(hans.answerTo(sent).path("state").asText()).isEqualTo("delivered");
  }

  @Test
  void whatIsNotAcknowledgedWhenTheSessionEndsIsStoredAndComesAgain() {
    // Given
    JsonClient yoda = server.program("yoda");
    yoda.logsIn(yoda.login().put("acks", true));
    JsonClient hans = server.program("hans").logsIn();
    int first = hans.sends(message("first"));
    int second = hans.sends(message("second"));
    int third = hans.sends(message("third"));
    yoda.hears("hans: first", "hans: second", "hans: third");
    acknowledge(yoda, 0);
    assertThat(hans.answerTo(first).path("state").asText()).isEqualTo("delivered");

    // When
    yoda.connection().abort();

    // Then
    assertThat(hans.answerTo(second).path("state").asText()).isEqualTo("stored");
    assertThat(hans.answerTo(third).path("state").asText()).isEqualTo("stored");
    JsonClient again = server.program("yoda").acknowledging();
    assertThat(again.logsIn(again.login()).path("pending").asInt()).isEqualTo(2);
    again.hears("hans: second", "hans: third");
    assertThat(again.events("message")).allMatch(event -> event.path("stored").asBoolean());
    assertThat(again.events("message").getFirst().path("mid"))
        .isEqualTo(yoda.events("message").get(1).path("mid"));
  }

  @Test
  void whatWasAcknowledgedNeverComesAgain() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    hans.says("message yoda stored");
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    yoda.hears("hans: stored");
    hans.says("message yoda live");
    yoda.hears("hans: live");
    yoda.logsOut();

    // When
    JsonClient again = server.program("yoda").acknowledging();

    // Then
    assertThat(again.logsIn(again.login()).path("pending").asInt()).isZero();
  }

  @Test
  void whoLeavesAMessageUnacknowledgedForTooLongIsClosed() {
    try (TestServer strict = TestServer.with("--delivery-timeout", "1s").start()) {
      // Given
      JsonClient yoda = strict.program("yoda");
      yoda.logsIn(yoda.login().put("acks", true));
      JsonClient hans = strict.program("hans").logsIn();

      // When
      int sent = hans.sends(message("hi"));

      // Then
      yoda.hears("hans: hi", "* goodbye: too-slow");
      yoda.awaitEnd();
      assertThat(hans.answerTo(sent).path("state").asText()).isEqualTo("stored");
      hans.hears("* yoda logged out");
      strict.program("yoda").acknowledging().logsIn().hears("hans: hi");
    }
  }

  @Test
  void whoDoesNotAcknowledgeAtAllIsServedByTheWrite() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer = hans.says("message yoda hi").json();

    // Then
    assertThat(answer.path("state").asText()).isEqualTo("delivered");
    yoda.hears("hans: hi");
  }

  @Test
  void theSameIdAgainIsTheSameMessage() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    JsonClient hans = server.program("hans").logsIn();
    JsonNode first = hans.asks(message("hi").put("mid", "m1"));

    // When
    JsonNode again = hans.asks(message("hi").put("mid", "m1"));

    // Then
    assertThat(again.path("state")).isEqualTo(first.path("state"));
    assertThat(again.path("mid").asText()).isEqualTo("m1");
    hans.says("message yoda marker");
    yoda.hears("hans: hi", "hans: marker");
    assertThat(yoda.events("message")).hasSize(2);
  }

  @Test
  void theSameIdAgainIsStoredOnce() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    hans.asks(message("hi").put("mid", "m1"));
    hans.asks(message("hi").put("mid", "m1"));
    server.restart();
    JsonClient again = server.program("hans").logsIn();

    // When: once more, to a server that was not there the first time
    JsonNode answer = again.asks(message("hi").put("mid", "m1"));

    // Then
    assertThat(answer.path("state").asText()).isEqualTo("stored");
    JsonClient yoda = server.program("yoda").acknowledging();
    assertThat(yoda.logsIn(yoda.login()).path("pending").asInt()).isEqualTo(1);
  }

  @Test
  void anIdOfAMessageThatWasFetchedIsStillKnown() {
    // Given: stored, fetched, acknowledged; and the answer to the sender was lost
    JsonClient hans = server.program("hans").logsIn();
    hans.asks(message("hi").put("mid", "m1"));
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    yoda.hears("hans: hi");
    yoda.logsOut();

    // When
    JsonNode answer = hans.asks(message("hi").put("mid", "m1"));

    // Then
    assertThat(answer.path("ok").asBoolean()).isTrue();
    JsonClient again = server.program("yoda").acknowledging();
    assertThat(again.logsIn(again.login()).path("pending").asInt()).isZero();
  }

  @Test
  void anAcknowledgementIsNeverAnswered() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();

    // When
    int ack = yoda.sends(JsonClient.frame("ack").put("mid", "of-nothing"));

    // Then
    yoda.says("ping");
    assertThat(yoda.hasAnswerTo(ack)).isFalse();
    assertThat(yoda.hasEnded()).isFalse();
  }

  @Test
  void twoClientsThatFloodEachOtherBothGetTheirAnswers() {
    // Given: each one's acknowledgements stand behind its own messages
    JsonClient hans = server.program("hans").acknowledging().logsIn();
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();

    // When
    int lastOfHans = 0;
    int lastOfYoda = 0;
    for (int i = 0; i < 3_000; i++) {
      lastOfHans = hans.sends(message("number " + i));
      lastOfYoda = yoda.sends(message("number " + i).put("to", "hans"));
    }

    // Then
    assertThat(hans.answerTo(lastOfHans).path("ok").asBoolean()).isTrue();
    assertThat(yoda.answerTo(lastOfYoda).path("ok").asBoolean()).isTrue();
    assertThat(hans.hasEnded() || yoda.hasEnded()).isFalse();
  }

  private static void acknowledge(JsonClient client, int message) {
    JsonNode mid = client.events("message").get(message).path("mid");
    client.sends(JsonClient.frame("ack").set("mid", mid));
  }

  private static ObjectNode message(String text) {
    return JsonClient.frame("message").put("to", "yoda").put("text", text);
  }
}
