// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.util.List;
import java.util.Locale;

/** The text that tells how the program is called. */
final class Usage {
  private Usage() {}

  /** All of it, several lines. */
  static String of(String program, List<Setting<?>> positional) {
    StringBuilder text = new StringBuilder("Usage: ").append(program);
    for (Setting<?> setting : positional) {
      text.append(" [").append(positionalName(setting));
    }
    text.append("]".repeat(positional.size())).append(" [OPTION...]\n\nOptions:\n");
    for (Setting<?> setting : ServerSettings.ALL) {
      line(text, setting);
    }
    line(text, "    --config FILE", "take options from a properties file");
    line(text, "-h, --help", "print this text");
    return text.append(
            "\nEach option is also an environment variable, such as PARLEY_BLOCK_DURATION")
        .append("\nfor --block-duration. Times are given as 60, 60s, 10m, 2h or 7d.\n")
        .append("What stands on the command line can be seen in the list of processes: secrets\n")
        .append("belong into the environment, or into a file that --config names.\n")
        .toString();
  }

  /** How an argument without a name is called, such as {@code BLOCK_DURATION}. */
  static String positionalName(Setting<?> setting) {
    return setting.name().replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static void line(StringBuilder text, Setting<?> setting) {
    String left = setting.isFlag() ? "-d, --" : "    --";
    String value = setting.isFlag() ? "" : " " + setting.placeholder();
    boolean silent = setting.isFlag() || setting.defaultText().isEmpty();
    String standard = silent ? "" : " [" + setting.defaultText() + "]";
    line(text, left + setting.name() + value, setting.help() + standard);
  }

  private static void line(StringBuilder text, String left, String right) {
    text.append(String.format(Locale.ROOT, "  %-32s %s%n", left, right));
  }
}
