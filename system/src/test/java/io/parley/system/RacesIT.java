// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens at the same moment, often enough for every order to happen. */
class RacesIT {
  private static final int ROUNDS = 1_000;

  @RegisterExtension final TestServer server = TestServer.with();

  @Test
  void ofFiftyLoginsAtOnceOneGetsIn() {
    for (int round = 0; round < 3; round++) {
      // Given
      List<JsonClient> clients = new ArrayList<>();
      IntStream.range(0, 50).forEach(i -> clients.add(server.program("hans")));

      // When
      List<Integer> ids = clients.stream().map(client -> client.sends(client.login())).toList();

      // Then
      List<JsonClient> in = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        JsonNode answer = clients.get(i).answerTo(ids.get(i));
        if (answer.path("ok").asBoolean()) {
          in.add(clients.get(i));
        } else {
          assertThat(answer.path("error").asText()).isEqualTo("user-online");
        }
      }
      assertThat(in).hasSize(1);
      clients.stream().filter(client -> client != in.getFirst()).forEach(JsonClient::close);
      in.getFirst().says("whoelse");
      in.getFirst().logsOut();
    }
  }

  /**
   * Each round one message is sent while its recipient logs in or out, sometimes before, sometimes
   * after. It must come in that session if it was answered before the login, and else in that or
   * the next; once; and in order.
   */
  @Test
  void aMessageSentWhileItsRecipientComesAndGoesIsNeverStrandedNorDoubled() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    List<String> shown = new ArrayList<>();
    List<Integer> sent = new ArrayList<>();
    String secret = "";

    for (int round = 0; round < ROUNDS; round++) {
      // When: a login, and messages around it
      JsonClient yoda = server.program("yoda").acknowledging();
      sent.add(hans.sends(message("number " + 3 * round)));
      int login = yoda.sends(login(yoda, secret));
      sent.add(hans.sends(message("number " + (3 * round + 1))));
      JsonNode answer = yoda.answerTo(login);
      assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
      secret = answer.path("resume").asText();
      sent.add(hans.sends(message("number " + (3 * round + 2))));
      if (round % 3 == 0) {
        yoda.logsOut();
        secret = "";
      } else if (round % 3 == 1) {
        yoda.connection().abort();
      }

      // Then: what was answered as stored before a login is shown by that session
      if (round % 3 == 2) {
        sent.forEach(id -> assertThat(hans.answerTo(id).path("ok").asBoolean()).isTrue());
        sent.clear();
        yoda.hears("hans: number " + (3 * round + 2));
        yoda.logsOut();
        secret = "";
      }
      yoda.awaitEnd();
      yoda.events("message").forEach(event -> addIfNew(shown, event.path("text").asText()));
    }
    sent.forEach(hans::answerTo);
    JsonClient last = server.program("yoda").acknowledging();
    last.logsIn();
    hans.says("message yoda end");
    last.hears("hans: end");
    last.events("message").forEach(event -> addIfNew(shown, event.path("text").asText()));

    // Then
    List<String> expected = new ArrayList<>();
    IntStream.range(0, 3 * ROUNDS).forEach(i -> expected.add("number " + i));
    expected.add("end");
    assertThat(shown).containsExactlyElementsOf(expected);
  }

  @Test
  void afterTheAnswerToABlockNothingOfThatSenderArrives() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    int blocked = 0;

    for (int round = 0; round < ROUNDS; round++) {
      // When: messages all the time while a block is made
      List<Integer> around = new ArrayList<>();
      int block = yoda.sends(JsonClient.frame("block").put("user", "hans"));
      while (around.size() < 200 && !yoda.hasAnswerTo(block)) {
        around.add(hans.sends(message("around " + round)));
      }
      assertThat(yoda.answerTo(block).path("ok").asBoolean()).isTrue();
      int eventsAtAnswer = yoda.eventsBefore(block);
      JsonNode after = hans.asks(message("after " + round));

      // Then
      assertThat(after.path("error").asText()).isEqualTo("blocked");
      for (int id : around) {
        blocked += hans.answerTo(id).path("error").asText().equals("blocked") ? 1 : 0;
      }
      yoda.says("ping");
      assertThat(yoda.events().subList(eventsAtAnswer, yoda.events().size()))
          .noneMatch(event -> event.path("from").asText().equals("hans"));
      yoda.says("unblock hans");
    }
    assertThat(blocked).as("messages that the block overtook").isPositive();
    hans.says("message yoda end");
    yoda.hears("hans: end");
  }

  private static ObjectNode login(JsonClient client, String secret) {
    return secret.isEmpty()
        ? client.login()
        : JsonClient.frame("login").put("user", "yoda").put("resume", secret).put("acks", true);
  }

  /** As a client does that drops what it has shown: here by the text, which names the message. */
  private static void addIfNew(List<String> shown, String text) {
    if (!shown.contains(text)) {
      shown.add(text);
    }
  }

  private static ObjectNode message(String text) {
    return JsonClient.frame("message").put("to", "yoda").put("text", text);
  }
}
