// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person with nc or telnet sees and types. */
class TextDialectIT {
  @RegisterExtension final TestServer server = TestServer.with();

  @Test
  void somebodyWithNcRegistersLogsInAndChats() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    TextClient chewie = server.person("chewie");

    // When
    chewie.says("register chewie arrrgh-arrrgh");
    chewie.says("login chewie arrrgh-arrrgh");
    String answer = chewie.says("message yoda arrrgh!").text();

    // Then
    assertThat(answer).isEqualTo("Delivered to yoda.");
    yoda.hears("* chewie logged in", "chewie: arrrgh!");
    chewie.logsOut();
    yoda.hears("* chewie logged out");
  }

  @Test
  void commandWordsAreCaseInsensitiveAndHaveAliases() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    TextClient hans = server.person("hans");
    hans.says("LOGIN hans secret-of-hans");

    // When
    hans.says("Message yoda one");
    hans.says("send yoda two");
    hans.says("BroadCast three");

    // Then
    yoda.hears("hans: one", "hans: two", "hans (broadcast): three");
  }

  @Test
  void helpListsAllCommandsAndExplainsEach() {
    // Given
    LineConnection hans = LineConnection.to(server.address());
    hans.takeLine();

    // When
    hans.send("help");
    hans.send("help message");
    hans.send("help mesage");
    hans.endOfInput();
    hans.awaitEnd();

    // Then
    List<String> lines = hans.untaken();
    for (String command :
        List.of("login", "register", "message", "broadcast", "whoelse", "whoelsesince", "block")) {
      assertThat(lines).anyMatch(line -> line.startsWith(command));
    }
    assertThat(lines).anyMatch(line -> line.startsWith("message USER TEXT: "));
    assertThat(lines).last().asString().startsWith("Error: ").contains("message");
  }

  @Test
  void eachAnswerIsOneLineAndAPlainSentence() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When, Then
    for (String command :
        List.of("whoelse", "blocked", "block yoda", "unblock yoda", "ping", "message yoda hi")) {
      assertThat(hans.says(command).text()).matches("[A-Za-z].*[.!]");
    }
    for (String command : List.of("block nobody", "message", "whoelsesince x", "nonsense")) {
      assertThat(hans.isRefused(command, "error").text()).matches("Error: [A-Z].*\\S");
    }
  }

  @Test
  void nothingThatTheServerSendsCanMoveTheCursor() {
    // Given: somebody whose program can send what a person cannot type
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When: bidirectional overrides, a line separator, a character to the left
    hans.says("message yoda a\u202eb\u2028c\u2066d\ufeffe");

    // Then: whatever of it is shown, each is a line of its own that begins with the sender
    String line = yoda.hears("the message", heard -> heard.startsWith("hans: "));
    assertThat(line.chars()).noneMatch(c -> c < ' ' || (c >= 0x7f && c <= 0x9f));
  }

  @Test
  void aTextThatLooksLikeAnotherLineIsStillTheSenders() {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When
    hans.says("message yoda * luke logged in");
    hans.says("message yoda luke: come here");
    hans.says("broadcast * goodbye: kicked");

    // Then
    yoda.hears(
        "hans: * luke logged in", "hans: luke: come here", "hans (broadcast): * goodbye: kicked");
  }
}
