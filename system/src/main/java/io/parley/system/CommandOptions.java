// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import io.parley.model.Nearest;
import io.parley.node.UsageProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of a command that is no server: {@code --name value} or {@code --name=value}, and
 * whatever follows {@code --}. What is wrong with them is a {@link UsageProblem}.
 */
public final class CommandOptions {
  private final String command;
  private final Map<String, String> values;
  private final Set<String> flags;
  private final List<String> rest;

  private CommandOptions(
      String command, Map<String, String> values, Set<String> flags, List<String> rest) {
    this.command = command;
    this.values = values;
    this.flags = flags;
    this.rest = rest;
  }

  /** Reads the arguments of a command that has options of these names. */
  public static CommandOptions parse(String command, List<String> names, List<String> arguments) {
    return parse(command, names, List.of(), arguments);
  }

  /** Reads the arguments of a command; what is in {@code flagNames} takes no value. */
  public static CommandOptions parse(
      String command, List<String> names, List<String> flagNames, List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        return new CommandOptions(
            command, values, flags, arguments.subList(i + 1, arguments.size()));
      }
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      String name = option.startsWith("--") ? option.substring(2) : "";
      if (flagNames.contains(name)) {
        if (equals >= 0) {
          throw new UsageProblem(option + " takes no value.");
        }
        flags.add(name);
        continue;
      }
      if (!names.contains(name)) {
        throw unknown(command, option, Stream.concat(names.stream(), flagNames.stream()).toList());
      }
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new UsageProblem(option + " needs a value.");
      }
      values.put(name, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
    }
    return new CommandOptions(command, values, flags, List.of());
  }

  /** What followed {@code --}. */
  public List<String> rest() {
    return rest;
  }

  /** Whether an option without a value was given. */
  public boolean isGiven(String flag) {
    return flags.contains(flag);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number within bounds. */
  public int number(String name, int otherwise, int least, int most) {
    long number = longNumber(name, otherwise);
    if (number < least || number > most) {
      throw new UsageProblem(
          "--%s must be from %d to %d, not %d.".formatted(name, least, most, number));
    }
    return (int) number;
  }

  public long longNumber(String name, long otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException word) {
      throw new UsageProblem("--%s needs a number, not \"%s\".".formatted(name, text));
    }
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>(List.of("parley", command));
    values.forEach((name, value) -> words.add("--" + name + " " + value));
    flags.forEach(name -> words.add("--" + name));
    return String.join(" ", words);
  }

  private static UsageProblem unknown(String command, String option, List<String> names) {
    String hint =
        Nearest.to(option.replaceFirst("^-+", ""), names)
            .map(name -> " Did you mean --" + name + "?")
            .orElse(" It has --" + String.join(", --", names) + ".");
    return new UsageProblem("parley " + command + " has no option " + option + "." + hint);
  }
}
