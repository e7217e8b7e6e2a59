// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.system.talk.Dialect;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row A5 and the old ghosts: whoever leaves, however, is gone for all and can come back. */
class LeavingIT {
  @RegisterExtension final TestServer server = TestServer.with("--resume-grace", "300ms");

  enum Way {
    LOGOUT(ScriptedClient::logsOut),
    CLOSE(ScriptedClient::close),
    RESET(client -> client.connection().abort()),
    END_OF_INPUT(client -> client.connection().endOfInput());

    private final Consumer<ScriptedClient> leaving;

    Way(Consumer<ScriptedClient> leaving) {
      this.leaving = leaving;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverLeavesIsOfflineForOthersAndCanComeBack(Way way) {
    for (Dialect dialect : Dialect.values()) {
      // Given
      ScriptedClient yoda = server.client(dialect, "yoda").logsIn();
      ScriptedClient hans = server.client(dialect, "hans").logsIn();
      yoda.hears("* hans logged in");

      // When
      way.leaving.accept(hans);

      // Then
      yoda.hears("* hans logged out");
      server.client(dialect, "hans").logsIn().logsOut();
      yoda.hears("* hans logged in", "* hans logged out");
      yoda.logsOut();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout", "LOGOUT", "quit", "Exit"})
  void logoutIsAnsweredAndTheConnectionEnds(String word) {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When
    hans.says(word);

    // Then
    hans.hears("* goodbye: logout");
    hans.awaitEnd();
  }

  @Test
  void nothingSentAfterLogoutIsCarriedOut() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    JsonClient hans = server.program("hans").logsIn();

    // When: all in one segment
    hans.connection()
        .sendBytes(
            "{\"op\":\"logout\",\"id\":1}\n{\"op\":\"message\",\"to\":\"yoda\",\"text\":\"ghost\"}\n"
                .getBytes(UTF_8));

    // Then
    hans.awaitEnd();
    yoda.hears("* hans logged out");
    JsonClient luke = server.program("luke").logsIn();
    luke.says("message yoda marker");
    yoda.hears("luke: marker");
    yoda.hasNotHeard(line -> line.contains("ghost"));
  }

  @Test
  void whatWasSentBeforeTheEndOfInputIsCarriedOutAndAnswered() {
    // Given: the input of a pipe, all of it at once and then its end
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    LineConnection pipe = LineConnection.to(server.address());
    pipe.takeLine();

    // When
    pipe.send("login hans secret-of-hans");
    pipe.send("message yoda first");
    pipe.send("message luke second");
    pipe.send("message yoda third");
    pipe.endOfInput();

    // Then
    assertThat(pipe.takeLine()).startsWith("Welcome, hans!");
    assertThat(pipe.takeLine()).isEqualTo("Delivered to yoda.");
    pipe.takeLine(line -> line.startsWith("Stored for luke"));
    pipe.takeLine(line -> line.equals("Delivered to yoda."));
    pipe.awaitEnd();
    yoda.hears("hans: first", "hans: third");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "message",
        "message ",
        "whoelsesince abc",
        "whoelsesince",
        "block",
        "\t",
        "\r"
      })
  void linesThatKilledTheOldHandlersHarmNobody(String line) {
    // Given
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    TextClient hans = server.person("hans");
    hans.logsIn();

    // When: the line, a sign of life, and a hang-up in the middle of the next
    hans.connection().send(line);
    hans.connection().send("message yoda alive");
    yoda.hears("hans: alive");
    hans.connection().sendBytes("mess".getBytes(UTF_8));
    hans.close();

    // Then
    yoda.hears("* hans logged out");
    server.person("hans").logsIn();
  }

  @Test
  void whoLeavesInTheMiddleOfALoginLeavesNothingBehind() {
    for (int i = 0; i < 20; i++) {
      // Given
      JsonClient hasty = server.program("hans");

      // When
      hasty.sends(hasty.login());
      hasty.connection().abort();
    }

    // Then: at the latest after the grace the name is free
    JsonNode answer = server.retry("hans", JsonClient::login);
    assertThat(answer.path("ok").asBoolean()).isTrue();
  }
}
