// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import io.parley.model.Nearest;
import io.parley.wire.CommandEntry.Alias;
import io.parley.wire.CommandEntry.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one table of commands, which the text parser, the JSON dialect, help and completion all read.
 * It cannot change; {@link #with} and {@link #only} give other tables.
 */
public final class CommandSyntax {
  /** Every command of the protocol. */
  public static final CommandSyntax PROTOCOL = new CommandSyntax(ProtocolCommands.ENTRIES);

  private final List<CommandEntry> entries;
  private final Map<String, Typed> wordToTyped = new LinkedHashMap<>();
  private final Map<String, CommandEntry> opToEntry = new HashMap<>();
  private final Map<Class<? extends Command>, CommandEntry> commandToEntry = new HashMap<>();

  /** Laid out once: whoever asks for it all the time must not keep others waiting. */
  private final Reply.HelpText helpForAll;

  /** A word that somebody may type: whose it is, and the arguments that it stands for. */
  private record Typed(CommandEntry entry, String implied) {}

  private CommandSyntax(List<CommandEntry> entries) {
    this.entries = List.copyOf(entries);
    this.helpForAll = HelpPages.all(entries);
    for (CommandEntry entry : entries) {
      if (entry.has(Trait.OPERATION)) {
        opToEntry.put(entry.verb(), entry);
      }
      entry.command().ifPresent(command -> commandToEntry.put(command, entry));
      if (entry.has(Trait.TYPED)) {
        addWord(entry.verb(), new Typed(entry, ""));
        for (Alias alias : entry.aliases()) {
          addWord(alias.word(), new Typed(entry, alias.implied()));
        }
      }
    }
  }

  private void addWord(String word, Typed typed) {
    if (wordToTyped.put(word, typed) != null) {
      throw new IllegalArgumentException("two commands are called " + word);
    }
  }

  /** The row of a command of the protocol. */
  public static CommandEntry of(Command command) {
    CommandEntry entry = PROTOCOL.commandToEntry.get(command.getClass());
    if (entry == null) {
      throw new IllegalStateException("no row for " + command.getClass());
    }
    return entry;
  }

  /** This table and further rows, such as those that a client carries out by itself. */
  public CommandSyntax with(List<CommandEntry> more) {
    List<CommandEntry> all = new ArrayList<>(entries);
    all.addAll(more);
    return new CommandSyntax(all);
  }

  /** The rows of this table for which something holds. */
  public CommandSyntax only(Predicate<CommandEntry> condition) {
    return new CommandSyntax(entries.stream().filter(condition).toList());
  }

  /** All rows, in the order in which help lists them. */
  public List<CommandEntry> entries() {
    return entries;
  }

  /** All words that may begin a typed line, aliases too. */
  public List<String> words() {
    return List.copyOf(wordToTyped.keySet());
  }

  /** The row for a typed word, in any case. */
  public Optional<CommandEntry> typed(String word) {
    return Optional.ofNullable(wordToTyped.get(word.toLowerCase(Locale.ROOT))).map(Typed::entry);
  }

  /** The row for an {@code op} of the JSON dialect. */
  public Optional<CommandEntry> operation(String op) {
    return Optional.ofNullable(opToEntry.get(op));
  }

  /** The word that somebody probably meant who typed one that is no command. */
  public Optional<String> nearest(String word) {
    return Nearest.to(word, wordToTyped.keySet());
  }

  /** Reads a line as it was typed. */
  public Parsed parse(String line) {
    String typed = TypedLine.skipBlanks(line, 0);
    String word = TypedLine.firstWord(typed);
    if (word.isEmpty()) {
      return new Parsed.Wrong(
          FailureCode.BAD_REQUEST, "That line is blank; type a command, or help for all of them.");
    }
    Typed found = wordToTyped.get(word.toLowerCase(Locale.ROOT));
    if (found == null) {
      return unknown(word);
    }
    String rest = typed.substring(word.length());
    return TypedLine.parse(
        found.entry(), found.implied().isEmpty() ? rest : " " + found.implied() + rest);
  }

  /** The answer to {@link Command.Help}: all commands that people type, or one. */
  public Reply help(Optional<String> about) {
    if (about.isEmpty()) {
      return helpForAll;
    }
    Typed found = wordToTyped.get(about.get().toLowerCase(Locale.ROOT));
    if (found == null) {
      Parsed.Wrong wrong = unknown(about.get());
      return new Reply.Refused(wrong.code(), wrong.text());
    }
    return HelpPages.about(found.entry());
  }

  private Parsed.Wrong unknown(String word) {
    String meant = nearest(word).map(near -> "; did you mean " + near + "? Type").orElse("; type");
    return new Parsed.Wrong(
        FailureCode.UNKNOWN_COMMAND,
        "There is no command " + Printable.quoted(word) + meant + " help for all commands.");
  }
}
