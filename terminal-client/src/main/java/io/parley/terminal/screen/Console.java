// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the person sits. Reading is for one thread and waits; showing is for any thread and never
 * waits. Everything shown passes {@link SafeText}.
 */
public interface Console extends AutoCloseable {
  /** Asks for a line, with this prompt where somebody can see it. */
  Input readLine(String prompt);

  /** Asks for a line that is seen nowhere and remembered nowhere. */
  Input readSecret(String prompt);

  /** Asks for a command, with the prompt of {@link #promptForCommands}. */
  Input readCommand();

  /** What stands before the next command; takes effect with the next line shown. */
  void promptForCommands(String prompt);

  /**
   * From now on commands are remembered, in this file if there is one, and completed.
   *
   * @param history readable by its owner only
   */
  void assist(Optional<Path> history, Suggestions suggestions);

  /** Shows a line soon. */
  default void show(Line line) {
    show(line, () -> {});
  }

  /** Shows a line soon, and runs the action, on a thread of the console, once it is out. */
  void show(Line line, Runnable afterwards);

  /** Whether a person sees it, who can be asked and needs no answer before the next command. */
  boolean isInteractive();

  /** What to do, in no time, when more waits to be shown than is good, and when that is over. */
  void onPressure(Runnable begins, Runnable ends);

  /** Shows what still waits, for a short time at most, and gives the terminal back as it was. */
  @Override
  void close();
}
