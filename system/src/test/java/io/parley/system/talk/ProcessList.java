// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What any user of this machine can see of its processes, as {@code ps -eo args} shows it. */
public final class ProcessList {
  private static final Path PROCESSES = Path.of("/proc");

  private ProcessList() {}

  /** Whether this system tells it in the way that is read here. */
  public static boolean isKnown() {
    return Files.isReadable(PROCESSES.resolve("self/cmdline"));
  }

  /** The whole command lines of all processes that run now. */
  public static List<String> commandLines() {
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .filter(each -> each.getFileName().toString().matches("\\d+"))
          .flatMap(each -> commandLine(each).stream())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where the environment of a process can be read by whoever may. */
  public static Path environmentOf(Process process) {
    return PROCESSES.resolve(process.pid() + "/environ");
  }

  private static Optional<String> commandLine(Path process) {
    try {
      byte[] words = Files.readAllBytes(process.resolve("cmdline"));
      return Optional.of(new String(words, StandardCharsets.UTF_8).replace('\0', ' '));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
