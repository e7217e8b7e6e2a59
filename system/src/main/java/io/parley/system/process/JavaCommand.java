// SPDX-License-Identifier: Apache-2.0
package io.parley.system.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs this same program again: same Java, same class path. */
public final class JavaCommand {
  private static final String MAIN = "io.parley.system.Parley";

  private JavaCommand() {}

  /**
   * The command line for {@code parley COMMAND OPTIONS}. Options of this Java machine that its
   * child needs as well, such as leave to load native code, are passed on; what sizes memory is
   * not.
   */
  public static List<String> of(String command, List<String> options, List<String> javaOptions) {
    List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> line = new ArrayList<>();
    line.add(java().toString());
    line.addAll(merged(own, javaOptions));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, command));
    line.addAll(options);
    return line;
  }

  /** A Java machine refuses to start with two collectors: the one that is asked for counts. */
  static List<String> merged(List<String> own, List<String> wanted) {
    boolean choosesCollector = wanted.stream().anyMatch(JavaCommand::isCollector);
    List<String> merged = new ArrayList<>();
    for (String option : own) {
      if (isPassedOn(option) && !(choosesCollector && isCollector(option))) {
        merged.add(option);
      }
    }
    merged.addAll(wanted);
    return merged;
  }

  private static boolean isCollector(String option) {
    return option.startsWith("-XX:+Use") && option.endsWith("GC");
  }

  /** The {@code java} that runs this program. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static boolean isPassedOn(String option) {
    return option.startsWith("--enable-native-access")
        || option.startsWith("--sun-misc-unsafe-memory-access")
        || option.startsWith("-Djava.util.concurrent.ForkJoinPool")
        || option.startsWith("-Dvertx.")
        || option.startsWith("-XX:SharedArchiveFile=")
        || option.startsWith("-Xlog:")
        || option.startsWith("-XX:+Use");
  }
}
