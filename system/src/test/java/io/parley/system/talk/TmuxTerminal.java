// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.util.List;
import java.util.function.Predicate;

/** One terminal and the person at it: what is typed, and what stands on the screen. */
public final class TmuxTerminal {
  private static final String HISTORY = "-500";

  private final Tmux tmux;
  private final String window;

  TmuxTerminal(Tmux tmux, String window) {
    this.tmux = tmux;
    this.window = window;
  }

  /** Types a line and presses Enter. */
  public TmuxTerminal says(String line) {
    types(line);
    return presses("Enter");
  }

  /** Types without pressing Enter. */
  public TmuxTerminal types(String text) {
    tmux.run("send-keys", "-t", window, "-l", text);
    return this;
  }

  /** Presses a key, as tmux calls it: {@code Enter}, {@code Tab}, {@code C-c}. */
  public TmuxTerminal presses(String key) {
    tmux.run("send-keys", "-t", window, key);
    return this;
  }

  /** Waits until a line of the screen, or of what scrolled off it, is this. */
  public TmuxTerminal shows(String line) {
    return shows(line, line::equals);
  }

  /** Waits until a line of the screen contains this. */
  public TmuxTerminal showsSomewhere(String part) {
    return shows(part, line -> line.contains(part));
  }

  /** Waits until the line at the cursor is this. */
  public TmuxTerminal isTyping(String line) {
    Until.so(
        "typing '" + line + "' in " + lines(),
        () -> {
          List<String> lines = lines();
          return !lines.isEmpty() && lines.getLast().equals(line);
        });
    return this;
  }

  /** What stands on the screen and what scrolled off it, without blanks at the ends of lines. */
  public List<String> lines() {
    return tmux.run("capture-pane", "-p", "-J", "-S", HISTORY, "-t", window)
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private TmuxTerminal shows(String what, Predicate<String> condition) {
    try {
      Until.so("on the screen: " + what, () -> lines().stream().anyMatch(condition));
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "\n" + String.join("\n", lines()), late);
    }
    return this;
  }
}
