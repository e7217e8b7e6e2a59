// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.wire.CommandEntry.Alias;
import io.parley.wire.CommandEntry.Trait;
import java.util.ArrayList;
import java.util.List;

/** Lays out what help says. */
final class HelpPages {
  private HelpPages() {}

  /** One line for each command that people type, and one that tells how to hear more. */
  static Reply.HelpText all(List<CommandEntry> entries) {
    List<CommandEntry> typed = entries.stream().filter(entry -> entry.has(Trait.TYPED)).toList();
    int width = typed.stream().mapToInt(entry -> entry.usage().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (CommandEntry entry : typed) {
      String gap = " ".repeat(width - entry.usage().length() + 2);
      lines.add(entry.usage() + gap + entry.words().summary() + also(entry));
    }
    lines.add("Type help and a command to hear more of it.");
    return new Reply.HelpText(lines);
  }

  /** All that there is to say of one command. */
  static Reply.HelpText about(CommandEntry entry) {
    List<String> lines = new ArrayList<>();
    lines.add(entry.usage() + ": " + entry.words().summary() + also(entry) + ".");
    lines.add(entry.words().detail());
    lines.add("Example: " + entry.words().example());
    return new Reply.HelpText(lines);
  }

  private static String also(CommandEntry entry) {
    List<String> words = entry.aliases().stream().map(Alias::word).toList();
    return words.isEmpty() ? "" : " (also: " + String.join(", ", words) + ")";
  }
}
