// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

import io.parley.system.process.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the terminal client, as the launcher would run it. */
public final class TerminalProgram {
  private TerminalProgram() {}

  /**
   * The command line of the client.
   *
   * @param state where the client keeps what must survive it
   */
  public static List<String> command(Path state, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                JavaCommand.java().toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.parley.terminal.TerminalMain",
                "client",
                "--state",
                state.toString()));
    line.addAll(List.of(arguments));
    return line;
  }
}
