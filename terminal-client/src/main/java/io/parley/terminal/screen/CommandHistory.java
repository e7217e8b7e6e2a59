// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jline.reader.LineReader;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The commands typed so far, but never one that holds a password; what is said in private is
 * remembered until the end only, not on disk.
 */
final class CommandHistory extends DefaultHistory {
  private static final Set<String> WITH_PASSWORD = Set.of("login", "register", "passwd");
  private static final int MOST_COMMANDS = 1_000;

  private Predicate<String> mayBeKept = word -> false;

  /**
   * Remembers commands in this file as well, and those that are there already.
   *
   * @param file there already: JLine would make it readable by all
   * @param mayBeKept whether a line with this first word is kept; one that is mistyped may hold
   *     anything
   */
  void keepIn(Path file, LineReader reader, Predicate<String> mayBeKept) {
    this.mayBeKept = mayBeKept;
    reader.setVariable(LineReader.HISTORY_FILE, file);
    reader.setVariable(LineReader.HISTORY_SIZE, MOST_COMMANDS);
    reader.setVariable(LineReader.HISTORY_FILE_SIZE, MOST_COMMANDS);
    try {
      load();
    } catch (IOException | IllegalArgumentException e) {
      // a history that cannot be read is no reason not to chat
      reader.getVariables().remove(LineReader.HISTORY_FILE);
    }
  }

  @Override
  public void add(Instant time, String line) {
    if (!WITH_PASSWORD.contains(firstWord(line))) {
      super.add(time, line);
    }
  }

  @Override
  public boolean isPersistable(Entry entry) {
    return mayBeKept.test(firstWord(entry.line()));
  }

  private static String firstWord(String line) {
    return line.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
  }
}
