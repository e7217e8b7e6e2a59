// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.Tmux;
import io.parley.system.talk.TmuxTerminal;
import io.parley.system.talk.Until;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** People at real terminals: the client as it is typed at and looked at. */
class TerminalIT {
  @RegisterExtension
  final TestServer server = TestServer.with("--block-duration", "7s", "--timeout", "3600s");

  @TempDir Path state;
  private Tmux tmux;

  @BeforeEach
  void openTerminals() {
    tmux = Tmux.start(state);
  }

  @AfterEach
  void closeTerminals() {
    if (tmux != null) {
      tmux.close();
    }
  }

  @Test
  void twoPeopleLogInTalkAndLeave() {
    // Given
    TmuxTerminal hans = logIn("hans");
    hans.showsSomewhere("This is your first login");
    TmuxTerminal yoda = logIn("yoda");
    hans.shows("* yoda logged in");

    // When, Then: each reads the other, and what became of the own words
    hans.says("message yoda do you copy?");
    yoda.shows("hans: do you copy?");
    hans.shows("-> yoda: do you copy? (delivered)");
    yoda.says("broadcast hello  all");
    hans.shows("yoda (broadcast): hello  all");
    yoda.shows("-> everyone: hello  all (reached one user)");
    hans.says("message luke see you");
    hans.shows("-> luke: see you (stored: luke is offline and gets it at the next login)");
    hans.says("whoelse").shows("* Online: yoda");
    hans.says("mesage yoda hi").showsSomewhere("did you mean message?");
    yoda.says("block hans").shows("* You have blocked hans, who is not told.");
    hans.says("message yoda hello?").showsSomewhere("yoda has blocked you");

    // and leaves with a clean exit
    yoda.says("logout").shows("* Goodbye.").shows("[exit status 0]");
    hans.presses("C-d").shows("[exit status 0]");
    assertThat(hans.lines()).noneMatch(line -> line.contains("secret-of-hans"));
  }

  @Test
  void anIncomingLineNeverBreaksTheLineBeingTyped() {
    // Given
    TmuxTerminal hans = logIn("hans");
    JsonClient yoda = server.program("yoda").logsIn();
    hans.types("message yoda I was ty").isTyping("hans> message yoda I was ty");

    // When
    for (int i = 0; i < 20; i++) {
      yoda.says("message hans interruption " + i);
    }

    // Then
    hans.shows("yoda: interruption 19").isTyping("hans> message yoda I was ty");
    hans.says("ping");
    yoda.hears("hans: I was typing");
  }

  @Test
  void commandsAndNamesAreCompleted() {
    // Given
    TmuxTerminal hans = logIn("hans");
    server.program("yoda").logsIn();
    hans.shows("* yoda logged in");

    // When, Then
    hans.types("mess").presses("Tab").isTyping("hans> message");
    hans.types("yo").presses("Tab").isTyping("hans> message yoda");
    hans.says("hi").shows("-> yoda: hi (delivered)");
  }

  @Test
  void aWrongPasswordIsAskedAgainAndTheThirdLocks() {
    // Given
    TmuxTerminal hans = tmux.client("127.0.0.1", port());

    // When
    for (int i = 1; i <= 2; i++) {
      answerDialogue(hans, "hans", "wrong-" + i);
      int tries = i;
      hans.showsSomewhere("The name or the password is wrong");
      waitForPrompts(hans, tries + 1);
    }
    answerDialogue(hans, "hans", "wrong-3");

    // Then
    hans.showsSomewhere("hans is locked for ").shows("[exit status 1]");
    assertThat(hans.lines())
        .anyMatch(line -> line.matches(".*hans is locked for [1-7] seconds.*"))
        .noneMatch(line -> line.contains("wrong-"));
  }

  @Test
  void somebodyNewMakesAnAccount() {
    // Given
    TmuxTerminal chewie = tmux.client(port());
    chewie.showsSomewhere("type register to make an account").isTyping("user:");

    // When
    chewie.says("register").isTyping("new user:");
    chewie.says("chewie").isTyping("new password:");
    chewie.says("arrrgh-arrrgh").isTyping("the same again:");
    chewie.says("arrrgh-arrrgh");

    // Then
    chewie.showsSomewhere("Welcome, chewie").isTyping("chewie>");
  }

  @Test
  void storedMessagesComeAtTheNextLogin() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    yoda.says("message hans first");
    yoda.says("message hans second");

    // When
    TmuxTerminal hans = logIn("hans");

    // Then
    hans.showsSomewhere("2 messages came while you were away").shows("yoda: second");
    List<String> lines = hans.lines();
    assertThat(lines).containsSubsequence("yoda: first", "yoda: second");
  }

  @Test
  void nothingFromOutsideCanMoveTheCursorOrImitateTheClient() {
    // Given
    TmuxTerminal hans = logIn("hans");
    JsonClient yoda = server.program("yoda").logsIn();

    // When
    yoda.says("message hans * luke logged in");
    yoda.says("message hans a\u202eb\u2066c");
    yoda.says("message hans -> luke: x (delivered)");

    // Then
    hans.shows("yoda: * luke logged in").shows("yoda: -> luke: x (delivered)");
    hans.says("whoelse").shows("* Online: yoda");
    assertThat(hans.lines()).doesNotContain("* luke logged in", "-> luke: x (delivered)");
  }

  private TmuxTerminal logIn(String name) {
    TmuxTerminal terminal = tmux.client("127.0.0.1", port());
    waitForPrompts(terminal, 1);
    answerDialogue(terminal, name, "secret-of-" + name);
    return terminal.isTyping(name + ">");
  }

  private static void answerDialogue(TmuxTerminal terminal, String name, String password) {
    terminal.isTyping("user:").says(name).isTyping("password:").says(password);
  }

  private static void waitForPrompts(TmuxTerminal terminal, int count) {
    Until.so(
        count + " prompts",
        () -> terminal.lines().stream().filter(line -> line.startsWith("user:")).count() >= count);
  }

  private String port() {
    return Integer.toString(server.address().getPort());
  }
}
