// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pipes, files and terminals that cannot move a cursor: each event is a line on the standard
 * output, each error a line on the standard error. Never an escape sequence, and no prompts unless
 * a person sits there.
 */
public final class PlainConsole implements Console {
  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;
  private final Optional<java.io.Console> person;
  private final Runnable outputHasGone;
  private final Screen screen;
  private volatile String promptForCommands = "";

  /**
   * @param person where somebody sits who can be asked
   * @param outputHasGone what to do when nobody reads the output any more
   */
  public PlainConsole(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Optional<java.io.Console> person,
      Runnable outputHasGone) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, false, StandardCharsets.UTF_8);
    this.person = person;
    this.outputHasGone = outputHasGone;
    this.screen = new Screen(this::write, 0);
    screen.start();
  }

  @Override
  public Input readLine(String prompt) {
    person.ifPresent(there -> {
      // answers come before the next prompt
      screen.awaitWritten();
      there.printf("%s", prompt).flush();
    });
    try {
      String line = in.readLine();
      return line == null ? new Input.Ended() : new Input.Typed(line);
    } catch (IOException e) {
      return new Input.Ended();
    }
  }

  @Override
  public Input readSecret(String prompt) {
    if (person.isEmpty()) {
      return readLine(prompt);
    }
    screen.awaitWritten();
    char[] secret = person.get().readPassword("%s", prompt);
    return secret == null ? new Input.Ended() : new Input.Typed(new String(secret));
  }

  @Override
  public Input readCommand() {
    return readLine(promptForCommands);
  }

  @Override
  public void promptForCommands(String prompt) {
    promptForCommands = prompt;
  }

  @Override
  public void assist(Optional<Path> history, Suggestions suggestions) {}

  @Override
  public void show(Line line, Runnable afterwards) {
    screen.show(line, afterwards);
  }

  private boolean write(List<Line> lines) {
    for (Line line : lines) {
      PrintStream to = line.kind() == Line.Kind.ERROR ? err : out;
      to.print(SafeText.shown(line.text()) + "\n");
    }
    err.flush();
    // asking flushes as well
    boolean gone = out.checkError();
    if (gone) {
      outputHasGone.run();
    }
    return !gone;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public void onPressure(Runnable begins, Runnable ends) {
    screen.onPressure(begins, ends);
  }

  @Override
  public void close() {
    screen.close();
  }
}
