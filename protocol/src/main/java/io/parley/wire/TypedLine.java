// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.wire.CommandEntry.Argument;
import io.parley.wire.CommandEntry.Kind;
import io.parley.wire.CommandEntry.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what is typed after a verb, by the arguments of the verb's row. */
final class TypedLine {
  private static final Map<Class<? extends Command>, Function<List<String>, Command>> MAKERS =
      Map.ofEntries(
          Map.entry(
              Command.Login.class,
              a ->
                  new Command.Login(
                      a.get(0),
                      new Command.Password(new Secret(a.get(1))),
                      false,
                      Optional.empty())),
          Map.entry(
              Command.Register.class, a -> new Command.Register(a.get(0), new Secret(a.get(1)))),
          Map.entry(
              Command.Message.class,
              a -> new Command.Message(a.get(0), a.get(1), Optional.empty())),
          Map.entry(Command.Broadcast.class, a -> new Command.Broadcast(a.get(0))),
          Map.entry(Command.WhoElse.class, a -> new Command.WhoElse()),
          Map.entry(
              Command.WhoElseSince.class, a -> new Command.WhoElseSince(Long.parseLong(a.get(0)))),
          Map.entry(Command.Block.class, a -> new Command.Block(a.get(0))),
          Map.entry(Command.Unblock.class, a -> new Command.Unblock(a.get(0))),
          Map.entry(Command.Blocked.class, a -> new Command.Blocked()),
          Map.entry(Command.StartPrivate.class, a -> new Command.StartPrivate(a.get(0))),
          Map.entry(
              Command.ChangePassword.class,
              a -> new Command.ChangePassword(new Secret(a.get(0)), new Secret(a.get(1)))),
          Map.entry(Command.Ping.class, a -> new Command.Ping()),
          Map.entry(Command.Help.class, a -> new Command.Help(a.stream().findFirst())),
          Map.entry(Command.Logout.class, a -> new Command.Logout()));

  private TypedLine() {}

  /** Reads the rest of a line whose verb has been found. */
  static Parsed parse(CommandEntry entry, String rest) {
    List<String> arguments = new ArrayList<>();
    String left = skipBlanks(rest, 0);
    int count = entry.arguments().size();
    for (int i = 0; i < count && !left.isBlank(); i++) {
      Kind kind = entry.arguments().get(i).kind();
      boolean takesRest = i == count - 1 && (kind == Kind.TEXT || kind == Kind.PASSWORD);
      String value = takesRest ? left : firstWord(left);
      left = skipBlanks(left, value.length());
      arguments.add(value);
    }
    if (!left.isBlank()) {
      return wrong(entry, entry.verb() + " takes no more than that");
    }
    return complete(entry, arguments);
  }

  /** Makes what its arguments are enough for, or says what is missing or wrong. */
  static Parsed complete(CommandEntry entry, List<String> arguments) {
    for (int i = 0; i < entry.arguments().size(); i++) {
      Argument argument = entry.arguments().get(i);
      if (i < arguments.size()) {
        Optional<String> problem = problem(argument, arguments.get(i));
        if (problem.isPresent()) {
          return wrong(entry, problem.get());
        }
      } else if (argument.required()) {
        return entry.has(Trait.ASKS_FOR_REST)
            ? new Parsed.Incomplete(entry, arguments, argument)
            : wrong(entry, entry.verb() + " needs " + described(argument));
      }
    }
    if (entry.command().isEmpty()) {
      return new Parsed.Local(entry, arguments);
    }
    Function<List<String>, Command> maker = MAKERS.get(entry.command().get());
    if (maker == null) {
      throw new IllegalStateException(entry.verb() + " cannot be typed");
    }
    return new Parsed.Ready(entry, maker.apply(arguments));
  }

  private static Optional<String> problem(Argument argument, String value) {
    if (argument.kind() == Kind.SECONDS && !areSeconds(value)) {
      return Optional.of(
          "the seconds are a whole number from 0 to " + Command.WhoElseSince.MAX_SECONDS);
    }
    if (argument.kind() != Kind.TEXT && !Printable.isPrintable(value)) {
      return Optional.of("there is a control character in what you typed");
    }
    return Optional.empty();
  }

  private static boolean areSeconds(String value) {
    return value.length() <= 18
        && value.chars().allMatch(c -> c >= '0' && c <= '9')
        && Long.parseLong(value) <= Command.WhoElseSince.MAX_SECONDS;
  }

  private static Parsed.Wrong wrong(CommandEntry entry, String problem) {
    String sentence = Character.toUpperCase(problem.charAt(0)) + problem.substring(1);
    String example = entry.words().example();
    String hint = example.equals(entry.usage()) ? "" : ", for example: " + example;
    return new Parsed.Wrong(FailureCode.BAD_REQUEST, sentence + "; type: " + entry.usage() + hint);
  }

  private static String described(Argument argument) {
    return switch (argument.kind()) {
      case USER -> "the name of a user";
      case PASSWORD -> "a password";
      case SECONDS -> "a number of seconds";
      case TEXT -> "a text";
      case COMMAND -> "a command";
    };
  }

  /** What follows the blanks at a place in a text. */
  static String skipBlanks(String text, int from) {
    int start = from;
    while (start < text.length() && isBlank(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** What a text begins with, up to the first blank. */
  static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
