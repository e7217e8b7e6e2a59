// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport: how bytes become frames, and what becomes of bytes that are none. */
class FramesIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @Test
  void theFirstLineIsTheServersAndTellsHowToLogIn() {
    // When
    String greeting = LineConnection.to(server.address()).takeLine();

    // Then
    assertThat(greeting).matches("PARLEY/1 \\S+ .*").contains("login").contains("register");
  }

  @Test
  void commandsMayArriveByteByByte() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When
    for (byte one : "message yoda Grüße, 🦊\r\n".getBytes(UTF_8)) {
      hans.connection().sendBytes(new byte[] {one});
    }

    // Then
    yoda.hears("hans: Grüße, 🦊");
  }

  @Test
  void manyCommandsInOneSegmentAreCarriedOutInOrder() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    LineConnection hans = LineConnection.to(server.address());
    hans.takeLine();

    // When
    hans.sendBytes(
        """
        login hans secret-of-hans\r
        \r

        message yoda one
        whoelse\r
        message yoda two
        blocked
        """
            .getBytes(UTF_8));

    // Then
    assertThat(hans.takeLine()).startsWith("Welcome, hans!");
    hans.takeLine(line -> line.equals("Online now: yoda"));
    hans.takeLine(line -> line.equals("You have blocked nobody."));
    yoda.hears("hans: one", "hans: two");
  }

  @Test
  void framesSentAheadAreAnsweredInTheirOrder() {
    // Given
    LineConnection hans = LineConnection.to(server.address());
    hans.takeLine();

    // When: commands of different services, some refused
    List<String> frames = new ArrayList<>();
    frames.add("{\"op\":\"login\",\"id\":0,\"user\":\"hans\",\"password\":\"secret-of-hans\"}");
    for (int i = 1; i <= 200; i++) {
      String op =
          switch (i % 5) {
            case 0 -> "\"op\":\"whoelse\"";
            case 1 -> "\"op\":\"ping\"";
            case 2 -> "\"op\":\"block\",\"user\":\"yoda\"";
            case 3 -> "\"op\":\"unblock\",\"user\":\"nobody\"";
            default -> "\"op\":\"nonsense\"";
          };
      frames.add("{" + op + ",\"id\":" + i + "}");
    }
    hans.send(String.join("\n", frames));

    // Then
    for (int i = 0; i <= 200; i++) {
      assertThat(hans.takeLine()).startsWith("{\"re\":" + i + ",");
    }
  }

  @Test
  void aLongLineIsSkippedAndTheConnectionGoesOn() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    TextClient hans = server.person("hans");
    hans.logsIn();
    String longest = "message yoda " + "x".repeat(16_384 - "message yoda ".length());

    // When, Then
    hans.says(longest);
    yoda.hears("hans: " + longest.substring("message yoda ".length()));
    hans.isRefused(longest + "x", "too-long");
    hans.isRefused("message yoda " + "y".repeat(1_000_000) + " message yoda ghost", "too-long");
    hans.says("message yoda next");
    yoda.hears("hans: next");
    yoda.hasNotHeard(line -> line.contains("ghost") || line.contains("xx"));
  }

  @Test
  void aLongFrameHasAnAnswerWithoutId() {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer =
        hans.isAnsweredWithoutId("{\"op\":\"message\",\"id\":7,\"text\":\"" + "x".repeat(20_000));

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("too-long");
    assertThat(answer.has("re")).isTrue();
    hans.says("ping");
  }

  @Test
  void bytesThatAreNotUtf8AreABadRequest() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    JsonClient hans = server.program("hans").logsIn();
    byte[] frame = "{\"op\":\"message\",\"to\":\"yoda\",\"text\":\"??\"}\n".getBytes(UTF_8);

    // When: overlong, lone continuation, surrogate, beyond Unicode
    for (int[] wrong : new int[][] {{0xC0, 0x80}, {0x80, 0x41}, {0xED, 0xA0}, {0xF5, 0x80}}) {
      frame[frame.length - 5] = (byte) wrong[0];
      frame[frame.length - 4] = (byte) wrong[1];
      hans.connection().sendBytes(frame);

      // Then
      assertThat(hans.nextUnrelated().path("error").asText()).isEqualTo("bad-request");
    }
    hans.says("message yoda fine");
    yoda.hears("hans: fine");
    assertThat(yoda.events("message")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\u0000", "\\u001b[2J", "\\n", "\\r", "\\b", "\\u007f", "\\u0085", "\\u009b"})
  void escapedControlCharactersAreABadRequest(String escape) {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();

    // When
    JsonNode answer =
        hans.isAnsweredWithoutId(
            "{\"op\":\"message\",\"to\":\"yoda\",\"text\":\"a" + escape + "yoda: forged\"}");

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("bad-request");
    hans.says("message yoda marker");
    yoda.hears("hans: marker");
    assertThat(yoda.events("message")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u001b[2J", "\b", "\u007f", "\u0085", "\u009b"})
  void controlCharactersAreRefusedInTheTextDialectToo(String character) {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();
    TextClient yoda = server.person("yoda");
    yoda.logsIn();

    // When
    hans.isRefused("message yoda a" + character + "b", "bad-request");

    // Then
    hans.says("message yoda marker");
    yoda.hears("hans: marker");
    yoda.hasNotHeard(line -> line.startsWith("hans"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"op\":5}",
        "{\"op\":null}",
        "{\"op\":\"message\"}",
        "{\"op\":\"message\",\"to\":\"yoda\"}",
        "{\"op\":\"message\",\"to\":null,\"text\":\"hi\"}",
        "{\"op\":\"message\",\"to\":\"yoda\",\"text\":5}",
        "{\"op\":\"message\",\"to\":\"yoda\",\"text\":[\"hi\"]}",
        "{\"op\":\"whoelsesince\",\"seconds\":\"5\"}",
        "{\"op\":\"whoelsesince\",\"seconds\":1.5}",
        "{\"op\":\"whoelsesince\",\"seconds\":-1}",
        "{\"op\":\"whoelsesince\",\"seconds\":10000000001}",
        "{\"op\":\"message\",\"to\":\"yoda\",\"text\":\"hi\"} trailing",
        "{\"op\":\"ping\",\"id\":[1]}",
        "[]",
        "hello",
        "{\"op\":\"message\",\"to\":\"yoda\",\"text\":\"hi\",\"text\":"
      })
  void aMalformedFrameIsABadRequestAndTheConnectionGoesOn(String frame) {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When
    JsonNode answer = hans.isAnsweredWithoutId(frame);

    // Then
    assertThat(answer.path("error").asText()).isEqualTo("bad-request");
    assertThat(answer.path("ok").asBoolean(true)).isFalse();
    assertThat(answer.path("text").asText()).isNotBlank();
    hans.says("ping");
  }

  @Test
  void theFieldThatIsWrongIsNamed() {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When, Then
    assertThat(hans.asks(JsonClient.frame("message").put("to", "yoda")).path("text").asText())
        .contains("text");
    assertThat(hans.asks(JsonClient.frame("message").put("text", "hi")).path("text").asText())
        .contains("to");
    assertThat(hans.asks(JsonClient.frame("whoelsesince")).path("text").asText())
        .contains("seconds");
  }

  @Test
  void unknownFieldsAreIgnoredAndIdsAreEchoedAsTheyAre() {
    // Given
    LineConnection hans = LineConnection.to(server.address());
    hans.takeLine();

    // When, Then
    hans.send("{\"op\":\"ping\",\"id\":\"my \\\"id\\\"\",\"future\":{\"a\":[1,2]}}");
    assertThat(hans.takeLine()).startsWith("{\"re\":\"my \\\"id\\\"\",\"ok\":true");
    hans.send("{\"op\":\"ping\",\"id\":1.50}");
    assertThat(hans.takeLine()).startsWith("{\"re\":1.5");
    hans.send("{\"op\":\"ping\"}");
    hans.send("{\"op\":\"dance\"}");
    assertThat(hans.takeLine()).startsWith("{\"re\":null,").contains("unknown-command");
  }

  @Test
  void aHundredBadFramesInARowMayEndTheConnectionButFewerDoNot() {
    // Given
    JsonClient hans = server.program("hans").logsIn();

    // When, Then
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 99; i++) {
        assertThat(hans.isAnsweredWithoutId("{bad").path("error").asText())
            .isEqualTo("bad-request");
      }
      hans.says("ping");
    }
  }

  @Test
  void onlyPingHelpRegisterAndLoginAreAllowedBeforeLogin() {
    // Given
    JsonClient stranger = server.program("-");

    // When, Then
    stranger.says("ping");
    for (String command :
        List.of("message yoda hi", "broadcast hi", "whoelse", "whoelsesince 5", "block yoda")) {
      stranger.isRefused(command, "not-logged-in");
    }
    for (String command : List.of("unblock yoda", "blocked", "startprivate yoda", "active")) {
      stranger.isRefused(command, "not-logged-in");
    }
  }
}
