// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Username;
import io.parley.terminal.screen.Suggestions;
import io.parley.wire.CommandEntry;
import io.parley.wire.CommandEntry.Argument;
import io.parley.wire.CommandEntry.Trait;
import io.parley.wire.CommandSyntax;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What can be typed next: commands, and the users of whom this session has heard. Any thread may
 * add a name.
 */
final class Completion implements Suggestions {
  private static final int MOST_NAMES = 5_000;

  private final CommandSyntax syntax;
  private final ConcurrentSkipListSet<Username> names = new ConcurrentSkipListSet<>();

  Completion(CommandSyntax syntax) {
    this.syntax = syntax;
  }

  /** This user exists. */
  void heardOf(Username user) {
    if (names.size() < MOST_NAMES) {
      names.add(user);
    }
  }

  /** These users exist. */
  void heardOf(Collection<Username> users) {
    users.forEach(this::heardOf);
  }

  @Override
  public List<Suggestion> after(List<String> words) {
    if (words.isEmpty()) {
      return commands();
    }
    return syntax
        .typed(words.getFirst())
        .filter(entry -> words.size() <= entry.arguments().size())
        .map(entry -> fitting(entry.arguments().get(words.size() - 1)))
        .orElse(List.of());
  }

  @Override
  public boolean mayBeKept(String word) {
    return !word.equals(ClientCommands.PRIVATE) && syntax.typed(word).isPresent();
  }

  private List<Suggestion> fitting(Argument argument) {
    return switch (argument.kind()) {
      case USER -> names.stream().map(name -> new Suggestion(name.value(), "")).toList();
      case COMMAND -> commands();
      case SECONDS ->
          List.of(
              new Suggestion("900", "a quarter of an hour"),
              new Suggestion("3600", "an hour"),
              new Suggestion("86400", "a day"));
      case PASSWORD, TEXT -> List.of();
    };
  }

  private List<Suggestion> commands() {
    List<Suggestion> commands = new ArrayList<>();
    for (CommandEntry entry : syntax.entries()) {
      if (entry.has(Trait.TYPED)) {
        commands.add(new Suggestion(entry.verb(), entry.words().summary()));
      }
    }
    return commands;
  }
}
