// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the command table: how a command is written, what it does, and who may give it when.
 *
 * @param verb the word that a person types, and the {@code op} of the JSON dialect
 * @param aliases other words for it, which only people type
 * @param arguments in the order in which they are typed
 * @param command what it becomes; empty for a command that a client carries out by itself
 */
public record CommandEntry(
    String verb,
    List<Alias> aliases,
    List<Argument> arguments,
    Words words,
    Set<Trait> traits,
    Optional<Class<? extends Command>> command) {
  public CommandEntry {
    aliases = List.copyOf(aliases);
    arguments = List.copyOf(arguments);
    traits = Set.copyOf(traits);
  }

  /** A command that a client carries out by itself. */
  public static CommandEntry ofClient(
      String verb, List<Alias> aliases, List<Argument> arguments, Words words) {
    return new CommandEntry(
        verb,
        aliases,
        arguments,
        words,
        Set.of(Trait.TYPED, Trait.COUNTS_AS_ACTIVITY),
        Optional.empty());
  }

  /** Another word for a command, and the arguments that it stands for besides. */
  public record Alias(String word, String implied) {
    public Alias(String word) {
      this(word, "");
    }
  }

  /** What stands in one place after the verb. */
  public record Argument(String name, Kind kind, boolean required) {
    public Argument(String name, Kind kind) {
      this(name, kind, true);
    }
  }

  /** What an argument is, for checking and for completion. */
  public enum Kind {
    USER,
    /** The rest of the line, as it was typed; one word where something follows. */
    PASSWORD,
    SECONDS,
    /** The rest of the line, as it was typed. */
    TEXT,
    COMMAND
  }

  /**
   * What help says.
   *
   * @param summary what it does, as half a sentence
   * @param detail whole sentences, for who asks for this command
   */
  public record Words(String summary, String detail, String example) {}

  /** What holds of a command besides its form. */
  public enum Trait {
    /** People type it. */
    TYPED,
    /** It is an {@code op} of the JSON dialect. */
    OPERATION,
    /** May come before login. */
    BEFORE_LOGIN,
    /** Shows that the user is there (protocol, rule 10). */
    COUNTS_AS_ACTIVITY,
    /** What is left out is asked for. */
    ASKS_FOR_REST
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** How it is typed, such as {@code message USER TEXT}. */
  public String usage() {
    StringBuilder usage = new StringBuilder(verb);
    for (Argument argument : arguments) {
      usage.append(' ').append(argument.required() ? argument.name() : "[" + argument.name() + "]");
    }
    return usage.toString();
  }
}
