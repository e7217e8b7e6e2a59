// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Real terminals without a screen, each in a window of a tmux server of its own. A test that wants
 * one is skipped where there is no tmux.
 */
public final class Tmux implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String socket =
      "parley-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  private final Path state;
  private int windows;

  private Tmux(Path state) {
    this.state = state;
  }

  /**
   * @param state where the clients in these terminals keep what must survive them
   */
  public static Tmux start(Path state) {
    assumeTrue(isInstalled(), "SKIPPED: tmux is not installed; Debian has it in the package tmux");
    Tmux tmux = new Tmux(state);
    // The server ends with its last session: this one keeps it alive between two others.
    tmux.run("-f", "/dev/null", "new-session", "-d", "-s", "keep", "sleep 1d");
    return tmux;
  }

  /** Opens a window and runs the terminal client in it. */
  public TmuxTerminal client(String... arguments) {
    String name = "t" + ++windows;
    StringBuilder command = new StringBuilder();
    for (String word : TerminalProgram.command(state, arguments)) {
      command.append('\'').append(word).append("' ");
    }
    // The window outlives the client, so that its last lines can be read.
    String line = command + "; echo \"[exit status $?]\"; exec sleep 1d";
    run("new-session", "-d", "-s", name, "-x", "100", "-y", "30", line);
    return new TmuxTerminal(this, name);
  }

  /** Runs one tmux command; answers what it printed. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-L", socket));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().remove("TMUX");
      builder.environment().put("TERM", "xterm-256color");
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("tmux " + String.join(" ", arguments) + ": " + out);
      }
      return out;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    run("kill-server");
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tmux")));
  }
}
