// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.terminal.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlainConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger timesGone = new AtomicInteger();

  private PlainConsole console(String input, OutputStream to) {
    return new PlainConsole(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(to),
        new PrintStream(err),
        Optional.empty(),
        timesGone::incrementAndGet);
  }

  @Test
  void linesAreReadWithoutAnyPromptAndTheLastNeedsNoEnding() {
    // Given
    PlainConsole console = console("hans\r\nfalcon*solo\n\nlogout", out);

    // Then
    assertThat(console.readLine("user: ")).isEqualTo(new Input.Typed("hans"));
    assertThat(console.readSecret("password: ")).isEqualTo(new Input.Typed("falcon*solo"));
    assertThat(console.readCommand()).isEqualTo(new Input.Typed(""));
    assertThat(console.readCommand()).isEqualTo(new Input.Typed("logout"));
    assertThat(console.readCommand()).isEqualTo(new Input.Ended());
    console.close();
    assertThat(out.size()).isZero();
    assertThat(err.size()).isZero();
  }

  @Test
  void eventsAreLinesOfTheOutputAndErrorsLinesOfTheErrorOutput() {
    // Given
    PlainConsole console = console("", out);

    // When
    console.show(Line.talk("yoda: tab\there \u001b[2J日本"));
    console.show(Line.error("* Error: no"));
    console.show(Line.own("-> yoda: hi (delivered)"));
    console.close();

    // Then
    Eventually.await(() -> "out " + out, () -> out.toString().endsWith("(delivered)\n"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("yoda: tab\there ␛[2J日本\n-> yoda: hi (delivered)\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("* Error: no\n");
  }

  @Test
  void whenNobodyReadsTheOutputNothingCountsAsShown() {
    // Given
    PlainConsole console =
        console(
            "",
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            });
    AtomicInteger shown = new AtomicInteger();

    // When
    console.show(Line.talk("yoda: hi"), shown::incrementAndGet);
    console.close();

    // Then
    Eventually.await(() -> "not seen to be gone", () -> timesGone.get() > 0);
    assertThat(shown).hasValue(0);
  }
}
