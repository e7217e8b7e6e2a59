// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.talk.Dialect;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 4 and 5, rows M1, M3 and M6: what arrives, in which order, and what does not. */
class MessagesIT {
  @RegisterExtension final TestServer server = TestServer.with();

  static Stream<String> texts() {
    return Stream.of(
        "hi",
        "blanks   inside and   at the end  ",
        "tab\there",
        "Grüße, 世界, 🦊, e\u0301",
        "x".repeat(1_000),
        "ü".repeat(500),
        "\\n \\\\ \\u0000 \\",
        "\"quoted\" and 'quoted'",
        "{\"ev\":\"bye\",\"reason\":\"kicked\"}",
        "* yoda logged out",
        "hans: I am not hans",
        "message luke run this",
        "logout",
        "a|b;c,d\u00a0e",
        ": ::");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextArrivesByteForByte(String text) {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    TextClient luke = server.person("luke");
    luke.logsIn();
    ScriptedClient person = server.client(Dialect.TEXT, "hans").logsIn();

    // When: from a person to both, and to somebody offline
    person.says("message yoda " + text);
    person.says("message luke " + text);
    person.says("message leia " + text);

    // Then
    yoda.hears("hans: " + text);
    luke.hears("hans: " + text);
    server.program("leia").logsIn().hears("hans: " + text);

    // When, Then: the same from a program
    yoda.says("message luke " + text);
    luke.hears("yoda: " + text);
    assertThat(yoda.hasEnded()).isFalse();
    assertThat(luke.hasEnded()).isFalse();
  }

  @Test
  void aProgramCanSendBlanksAtTheBeginningToo() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();

    // When
    server.program("hans").logsIn().asks(message("yoda", "   and   more  "));

    // Then
    yoda.hears("hans:    and   more  ");
  }

  @Test
  void anAnswerTellsIdStateAndTime() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    JsonClient hans = server.program("hans").logsIn();
    Instant before = Instant.now().minusMillis(1);

    // When
    JsonNode delivered = hans.says("message yoda hi").json();
    JsonNode stored = hans.says("message luke hi").json();

    // Then
    assertThat(delivered.path("state").asText()).isEqualTo("delivered");
    assertThat(stored.path("state").asText()).isEqualTo("stored");
    assertThat(delivered.path("mid").asText()).matches("[A-Za-z0-9_-]{1,64}");
    assertThat(stored.path("mid").asText()).isNotEqualTo(delivered.path("mid").asText());
    assertThat(Instant.parse(delivered.path("at").asText())).isBetween(before, Instant.now());
    yoda.hears("hans: hi");
    JsonNode event = yoda.events("message").getFirst();
    assertThat(event.path("mid")).isEqualTo(delivered.path("mid"));
    assertThat(event.path("from").asText()).isEqualTo("hans");
    assertThat(event.path("at")).isEqualTo(delivered.path("at"));
    assertThat(event.has("stored")).isFalse();
    assertThat(event.has("re")).isFalse();
  }

  @Test
  void theSendersOwnIdIsKept() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer = hans.asks(message("yoda", "hi").put("mid", "My-own_id-1"));

    // Then
    assertThat(answer.path("mid").asText()).isEqualTo("My-own_id-1");
    yoda.hears("hans: hi");
    assertThat(yoda.events("message").getFirst().path("mid").asText()).isEqualTo("My-own_id-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "with blank",
        "ümlaut",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void anIdOutsideTheRuleIsABadRequestThatNamesTheField(String mid) {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer = hans.asks(message("yoda", "hi").put("mid", mid));

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("bad-request");
    assertThat(answer.path("text").asText()).contains("mid");
  }

  @Test
  void messagesOfOneSenderArriveInTheOrderSent() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When: all of them sent ahead
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(hans.sends(message("yoda", "number " + i)));
    }

    // Then
    ids.forEach(id -> assertThat(hans.answerTo(id).path("ok").asBoolean()).isTrue());
    yoda.hears("hans: number 999");
    assertThat(yoda.events("message").stream().map(event -> event.path("text").asText()))
        .containsExactlyElementsOf(IntStream.range(0, 1_000).mapToObj(i -> "number " + i).toList());
  }

  @Test
  void anUnknownRecipientAnEmptyTextAndOneselfAreErrorsOfTheirOwn() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When
    List<String> sentences =
        List.of(
            hans.isRefused("message nobody hi", "no-such-user").text(),
            hans.isRefused("message hans hi", "self").text(),
            hans.isRefused("message yoda", "bad-request").text(),
            hans.isRefused("message", "bad-request").text());

    // Then
    assertThat(sentences).doesNotHaveDuplicates();
    assertThat(sentences.getFirst()).contains("nobody");
    hans.says("whoelse");
  }

  @Test
  void whatWasRefusedIsNotKeptForAUserWhoComesLater() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    hans.isRefused("message chewie are you there?", "no-such-user");

    // When
    JsonClient chewie = server.program("chewie");
    chewie.registers();
    JsonNode login = chewie.logsIn(chewie.login());

    // Then
    assertThat(login.path("pending").asInt()).isZero();
    hans.says("message chewie now you are");
    chewie.hears("hans: now you are");
    assertThat(chewie.events("message")).hasSize(1);
  }

  @Test
  void anyOtherCommandIsAnErrorThatSuggestsTheNearest() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When, Then
    assertThat(hans.isRefused("mesage yoda hi", "unknown-command").text()).contains("message");
    assertThat(hans.isRefused("whoels", "unknown-command").text()).contains("whoelse");
    assertThat(hans.isRefused("brodcast hi", "unknown-command").text()).contains("broadcast");
    assertThat(hans.isRefused("xyzzy", "unknown-command").text()).contains("help");
  }

  @Test
  void twoMessagesWithTheSameIdToDifferentUsersAreTwoMessages() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    JsonClient luke = server.program("luke").acknowledging().logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When
    hans.asks(message("yoda", "to yoda").put("mid", "m1"));
    hans.asks(message("luke", "to luke").put("mid", "m1"));

    // Then
    yoda.hears("hans: to yoda");
    luke.hears("hans: to luke");
  }

  @Test
  void twoSendersMayChooseTheSameId() {
    // Given
    JsonClient yoda = server.program("yoda").acknowledging().logsIn();
    JsonClient luke = server.program("luke").logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When
    int fromHans = hans.sends(message("yoda", "of hans").put("mid", "m1"));
    int fromLuke = luke.sends(message("yoda", "of luke").put("mid", "m1"));

    // Then
    assertThat(hans.answerTo(fromHans).path("state").asText()).isEqualTo("delivered");
    assertThat(luke.answerTo(fromLuke).path("state").asText()).isEqualTo("delivered");
    yoda.hears("hans: of hans");
    yoda.hears("luke: of luke");
  }

  private static ObjectNode message(String to, String text) {
    return JsonClient.frame("message").put("to", to).put("text", text);
  }
}
