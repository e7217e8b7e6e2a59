// SPDX-License-Identifier: Apache-2.0
package io.parley.system.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Runs {@code ip} and {@code bridge}, the system's own tools for its networks. */
final class NetworkCommand {
  private NetworkCommand() {}

  /**
   * Runs a command line, whose words stand between single spaces.
   *
   * @return what it printed
   * @throws IOException with what it printed if it failed
   */
  static String run(String line) throws IOException {
    Process process =
        new ProcessBuilder(List.of(line.split(" "))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(line + ": " + said);
      }
      return said;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(line, interrupted);
    }
  }

  /** Runs a command line that may fail, as one that removes what may be gone. */
  static void attempt(String line) {
    try {
      run(line);
    } catch (IOException failed) {
      // then there was nothing to do
    }
  }
}
