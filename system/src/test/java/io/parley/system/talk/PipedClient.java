// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The terminal client with pipes instead of a terminal. */
public final class PipedClient {
  private final Process process;
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final List<Thread> readers;

  private PipedClient(Process process) {
    this.process = process;
    this.readers =
        List.of(
            Thread.ofVirtual().start(() -> read(process.getInputStream(), out)),
            Thread.ofVirtual().start(() -> read(process.getErrorStream(), err)));
  }

  /**
   * Starts the client.
   *
   * @param state where it keeps what must survive it
   */
  public static PipedClient start(Path state, String... arguments) {
    try {
      return new PipedClient(new ProcessBuilder(TerminalProgram.command(state, arguments)).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Gives it a line. */
  public void type(String line) {
    write(line + "\n");
  }

  /** Gives it these lines, which are its last. */
  public PipedClient input(String lines) {
    write(lines);
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // it has ended, and the test will see why
    }
    return this;
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits until it has ended. */
  public int exitStatus() {
    try {
      if (!process.waitFor(Patience.DEADLINE.toSeconds(), SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end; said " + all());
      }
      for (Thread reader : readers) {
        reader.join();
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** Waits for a line of its output. */
  public void awaitLine(Predicate<String> condition) {
    try {
      Until.so("a line", () -> all().stream().anyMatch(condition));
    } catch (AssertionError late) {
      throw new AssertionError("said only " + all(), late);
    }
  }

  /** What it has printed so far on standard output. */
  public synchronized List<String> out() {
    return List.copyOf(out);
  }

  /** What it has printed so far on both, standard output first. */
  public synchronized List<String> all() {
    List<String> all = new ArrayList<>(out);
    all.addAll(err);
    return all;
  }

  private void write(String text) {
    try {
      process.getOutputStream().write(text.getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException gone) {
      // it has ended, and the test will see why
    }
  }

  private void read(InputStream stream, List<String> lines) {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (this) {
          lines.add(line);
        }
      }
    } catch (IOException ended) {
      // the process is gone
    }
  }
}
