// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.parley.system.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One run of the program, from its start to its end: what it printed, and its exit status. */
public record ProgramRun(int status, String out, String err) {
  /** Runs {@code parley COMMAND ARGUMENT…} and waits until it has ended. */
  public static ProgramRun of(String command, String... arguments) {
    try {
      Path out = Files.createTempFile("parley", ".out");
      Path err = Files.createTempFile("parley", ".err");
      Process process =
          new ProcessBuilder(JavaCommand.of(command, List.of(arguments), List.of()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(Patience.DEADLINE.toSeconds(), SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end; said " + Files.readString(out));
      }
      ProgramRun run = new ProgramRun(process.exitValue(), read(out), read(err));
      Files.delete(out);
      Files.delete(err);
      return run;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}
