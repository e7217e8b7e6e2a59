// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.terminal.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JLineConsoleTest {
  private final AtomicInteger timesGone = new AtomicInteger();
  private VirtualTerminal terminal;
  private JLineConsole console;

  @BeforeEach
  void open() throws IOException {
    terminal = new VirtualTerminal(60, 12);
    console = new JLineConsole(terminal.terminal(), true, () -> {}, timesGone::incrementAndGet);
    console.promptForCommands("luke> ");
  }

  @AfterEach
  void close() throws IOException {
    terminal.readOn();
    console.close();
    terminal.close();
  }

  private static CompletableFuture<Input> reading(Supplier<Input> read) {
    return CompletableFuture.supplyAsync(read);
  }

  private static Input of(CompletableFuture<Input> reading) throws Exception {
    return reading.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLineThatComesWhileTypingStandsAboveTheTypedOneWhichStays() throws Exception {
    // Given
    CompletableFuture<Input> command = reading(console::readCommand);
    terminal.awaitLine("luke>");
    terminal.type("half ty");
    terminal.awaitLine("luke> half ty");

    // When
    console.show(Line.talk("yoda: hello"));
    terminal.await(
        "typed line kept below",
        lines -> lines.subList(0, 2).equals(List.of("yoda: hello", "luke> half ty")));
    terminal.type("ped\r");

    // Then
    assertThat(of(command)).isEqualTo(new Input.Typed("half typed"));
  }

  @Test
  void aCommandComesBackExactlyAsItWasTypedAndLeavesTheScreen() throws Exception {
    // Given
    CompletableFuture<Input> command = reading(console::readCommand);
    terminal.awaitLine("luke>");
    String typed = "message yoda  it's don't \\ \"wow!! $x 日本語 \\";

    // When
    terminal.type(typed + "\r");

    // Then
    assertThat(of(command)).isEqualTo(new Input.Typed(typed));
    terminal.await("erased", lines -> lines.stream().allMatch(String::isEmpty));
  }

  @Test
  void aSecretIsSeenNowhereAndIsNotExpanded() throws Exception {
    // Given
    CompletableFuture<Input> first = reading(console::readCommand);
    terminal.type("hello\r");
    of(first);
    CompletableFuture<Input> secret = reading(() -> console.readSecret("password: "));
    terminal.awaitLine("password:");

    // When
    terminal.type("pa!!ss");
    terminal.type("\r");

    // Then
    assertThat(of(secret)).isEqualTo(new Input.Typed("pa!!ss"));
    assertThat(terminal.raw()).doesNotContain("pa!").doesNotContain("!!");
  }

  @Test
  void controlCClearsTheLineAndControlDEndsTheInput() throws Exception {
    // Given
    CompletableFuture<Input> cancelled = reading(console::readCommand);
    terminal.awaitLine("luke>");
    terminal.type("half");
    terminal.awaitLine("luke> half");

    // When
    terminal.type("\u0003");

    // Then
    assertThat(of(cancelled)).isEqualTo(new Input.Cancelled(true));
    CompletableFuture<Input> ended = reading(console::readCommand);
    terminal.type("\u0004");
    assertThat(of(ended)).isEqualTo(new Input.Ended());
  }

  @Test
  void pastedLinesAreOneCommandThatNothingRunsBeforeEnter() throws Exception {
    // Given
    CompletableFuture<Input> command = reading(console::readCommand);
    terminal.awaitLine("luke>");

    // When
    terminal.type("\u001b[200~message yoda one\rlogout\rtwo\u001b[201~");
    terminal.await("pasted", lines -> lines.stream().anyMatch(line -> line.endsWith("two")));
    assertThat(command).isNotDone();
    terminal.type("\r");

    // Then
    assertThat(of(command)).isEqualTo(new Input.Typed("message yoda one\nlogout\ntwo"));
  }

  @Test
  void foreignTextCannotTouchTheTerminal() throws Exception {
    // Given
    CompletableFuture<Input> command = reading(console::readCommand);
    terminal.awaitLine("luke>");
    int before = terminal.raw().length();

    // When
    for (String text : SafeTextTest.HOSTILE) {
      console.show(Line.talk("eve: " + text));
    }
    console.show(Line.talk("end"));
    terminal.await("all shown", lines -> lines.contains("end"));
    terminal.type("\r");

    // Then
    String drawn = terminal.raw().substring(before);
    assertThat(drawn)
        .doesNotContain("\u001b[2J", "\u001b]", "\u001b[6n", "\u001b[c", "\u001b[?1049h")
        .doesNotContain("\u001b[1;3r", "\u001b[?25l", "\u009b", "\u202e", "\b\b\b\bleia");
    assertThat(terminal.lines()).noneMatch(line -> line.startsWith("leia"));
    assertThat(of(command)).isEqualTo(new Input.Typed(""));
  }

  @Test
  void aNewPromptAppearsWithTheNextLine() {
    // Given
    reading(console::readCommand);
    terminal.awaitLine("luke>");

    // When
    console.promptForCommands("luke (offline)> ");
    console.show(Line.news("* The connection is lost."));

    // Then
    terminal.awaitLine("luke (offline)>");
    assertThat(terminal.lines().getFirst()).isEqualTo("* The connection is lost.");
  }

  @Test
  void tabCompletesFromWhatIsSuggested() throws Exception {
    // Given
    console.assist(
        Optional.empty(),
        words ->
            words.isEmpty()
                ? List.of(
                    new Suggestions.Suggestion("message", "sends a text"),
                    new Suggestions.Suggestion("block", "blocks"))
                : List.of(new Suggestions.Suggestion("yoda", "")));
    CompletableFuture<Input> command = reading(console::readCommand);
    terminal.awaitLine("luke>");

    // When
    terminal.type("mes\t");
    terminal.awaitLine("luke> message");
    terminal.type("yo\thi\r");

    // Then
    assertThat(of(command)).isEqualTo(new Input.Typed("message yoda hi"));
  }

  @Test
  void theHistoryIsForItsOwnerOnlyAndHoldsNoPasswords(@TempDir Path folder) throws Exception {
    // Given
    Path file = Files.createFile(folder.resolve("history"));
    console.assist(
        Optional.of(file),
        new Suggestions() {
          @Override
          public List<Suggestion> after(List<String> words) {
            return List.of();
          }

          @Override
          public boolean mayBeKept(String word) {
            return List.of("whoelse", "passwd").contains(word);
          }
        });

    // When
    for (String line :
        List.of(
            "whoelse",
            "register eve s3cret",
            "PASSWD s3cret other",
            "private yoda psst",
            "pasword s3cret other")) {
      CompletableFuture<Input> command = reading(console::readCommand);
      terminal.type(line + "\r");
      of(command);
    }

    // Then
    assertThat(Files.readString(file))
        .contains("whoelse")
        .doesNotContain("s3cret")
        .doesNotContain("psst");
    CompletableFuture<Input> again = reading(console::readCommand);
    terminal.awaitLine("luke>");
    terminal.type("\u0010\u0010\u0010\r");
    assertThat(of(again)).isEqualTo(new Input.Typed("whoelse"));
  }

  @Test
  void anActionRunsOnceItsLineIsOutAndNotWhileTheTerminalStandsStill() throws Exception {
    // Given
    reading(console::readCommand);
    terminal.awaitLine("luke>");
    AtomicInteger shown = new AtomicInteger();
    terminal.stopReading();

    // When
    console.show(Line.talk("yoda: one"), shown::incrementAndGet);
    console.show(Line.talk("yoda: two"), shown::incrementAndGet);
    assertThat(shown).hasValue(0);
    terminal.readOn();

    // Then
    Eventually.await(() -> "shown " + shown, () -> shown.get() == 2);
    terminal.awaitLine("yoda: two");
  }

  @Test
  void aTerminalThatHasGoneShowsNothingAndSaysSo() {
    // Given
    AtomicInteger shown = new AtomicInteger();
    terminal.vanish();

    // When
    console.show(Line.talk("yoda: lost"), shown::incrementAndGet);

    // Then
    Eventually.await(() -> "not told", () -> timesGone.get() > 0);
    assertThat(shown).hasValue(0);
  }

  @Test
  void nothingIsLostWhenTheWindowChangesItsSize() throws Exception {
    // Given
    reading(console::readCommand);
    terminal.awaitLine("luke>");
    terminal.type("half");

    // When
    for (int i = 0; i < 8; i++) {
      terminal.terminal().setSize(new Size(60 - i, 12));
      terminal.terminal().raise(Terminal.Signal.WINCH);
      console.show(Line.talk("yoda: " + i));
    }

    // Then
    terminal.await(
        "all there",
        lines -> lines.containsAll(List.of("yoda: 0", "yoda: 7")) && lines.contains("luke> half"));
  }
}
