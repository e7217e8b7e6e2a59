// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Secret;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.Input;
import io.parley.terminal.screen.Line;
import io.parley.terminal.screen.SafeText;
import io.parley.wire.Command;
import io.parley.wire.CommandEntry;
import io.parley.wire.CommandEntry.Trait;
import io.parley.wire.Parsed;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Reads commands and sees that each is carried out, until the person leaves. With a person it does
 * not wait for answers; a script gets each answer before its next line is read.
 */
final class CommandLoop {
  private final Console console;
  private final ServerCommands server;
  private final PrivateCommands privately;
  private final Letters letters;
  private final Consents consents;
  private boolean allCarriedOut = true;

  CommandLoop(
      Console console,
      ServerCommands server,
      PrivateCommands privately,
      Letters letters,
      Consents consents) {
    this.console = console;
    this.server = server;
    this.privately = privately;
    this.letters = letters;
    this.consents = consents;
  }

  /** Until the person leaves or the console ends; whether all commands were carried out. */
  boolean run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (console.readCommand()) {
            case Input.Typed(String line) -> take(SafeText.sent(line));
            case Input.Cancelled(boolean hadText) -> cancelled(hadText);
            case Input.Ended ended -> false;
          };
    }
    return allCarriedOut;
  }

  private boolean cancelled(boolean hadText) {
    if (!hadText) {
      console.show(SessionPhrases.hint());
    }
    return true;
  }

  /** Whether there is more to come. */
  private boolean take(String line) {
    if (line.isBlank()) {
      return true;
    }
    Comparison comparison = privately.comparison();
    if (comparison.isOpen() && Consents.isAnswer(line)) {
      await(comparison.answered(Consents.isYes(line)));
      return true;
    }
    comparison.drop();
    Optional<Consents.Question> question = consents.answeredBy(line);
    if (question.isPresent()) {
      await(privately.consent(question.get(), Consents.isYes(line)));
      return true;
    }
    Parsed parsed = ClientCommands.UNDERSTOOD.parse(line);
    echo(line, parsed);
    if (parsed instanceof Parsed.Ready ready && ready.command() instanceof Command.Logout) {
      return false;
    }
    await(
        switch (parsed) {
          case Parsed.Ready(CommandEntry entry, Command command) -> carryOut(entry, command);
          case Parsed.Local(CommandEntry entry, List<String> arguments) ->
              entry.verb().equals(ClientCommands.PRIVATE)
                  ? privately.say(arguments.get(0), arguments.get(1))
                  : privately.stop(arguments.stream().findFirst());
          case Parsed.Incomplete incomplete -> askForRest(incomplete);
          case Parsed.Wrong wrong -> mistaken(wrong.text());
        });
    return true;
  }

  /** What was typed has left the screen: what is not shown as said in another way comes back. */
  private void echo(String line, Parsed parsed) {
    if (!console.isInteractive() || isShownWhenSaid(parsed)) {
      return;
    }
    // what is mistyped may be meant as anything
    boolean secret =
        (parsed instanceof Parsed.Ready ready && ready.entry().has(Trait.ASKS_FOR_REST))
            || parsed instanceof Parsed.Incomplete
            || parsed instanceof Parsed.Wrong;
    console.show(Line.own("> " + (secret ? firstWord(line) : line)));
  }

  private static String firstWord(String line) {
    String[] words = line.strip().split("\\s", 2);
    return words.length == 1 ? words[0] : words[0] + " …";
  }

  private static boolean isShownWhenSaid(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Ready ready ->
          ready.command() instanceof Command.Message
              || ready.command() instanceof Command.Broadcast;
      case Parsed.Local local -> local.entry().verb().equals(ClientCommands.PRIVATE);
      default -> false;
    };
  }

  private Future<Boolean> carryOut(CommandEntry entry, Command command) {
    return switch (command) {
      case Command.Message message -> letters.send(message);
      case Command.StartPrivate start -> privately.start(start);
      case Command.Help help -> help(help);
      case Command.Login login -> mistaken(alreadyIn());
      case Command.Register register -> mistaken(alreadyIn());
      case Command.Ping ping -> ping(ping);
      default -> server.carryOut(command);
    };
  }

  /** A program's ping shows nothing about the person; one that was typed does. */
  private Future<Boolean> ping(Command.Ping ping) {
    server.active();
    return server.carryOut(ping);
  }

  private static String alreadyIn() {
    return "You are logged in already; type logout first.";
  }

  private Future<Boolean> help(Command.Help help) {
    server.active();
    Reply reply = ClientCommands.OFFERED.help(help.about());
    if (reply instanceof Reply.HelpText(List<String> lines)) {
      // no name begins with a blank, so no message looks like this
      lines.forEach(each -> console.show(Line.answer("  " + each)));
      return Future.succeededFuture(true);
    }
    console.show(Phrases.refused((Reply.Refused) reply));
    return Future.succeededFuture(false);
  }

  /** Only a changed password is asked for, so that it need not stand on the screen. */
  private Future<Boolean> askForRest(Parsed.Incomplete incomplete) {
    if (!incomplete.entry().verb().equals("passwd")) {
      return mistaken(alreadyIn());
    }
    Optional<String> old =
        incomplete.arguments().stream().findFirst().or(() -> secret("old password: "));
    Optional<String> fresh = old.flatMap(given -> secret("new password: "));
    Optional<String> again =
        console.isInteractive() ? fresh.flatMap(given -> secret("the same again: ")) : fresh;
    if (again.isEmpty()) {
      return mistaken("Your password stays as it is.");
    }
    if (!again.equals(fresh)) {
      return mistaken("The two new passwords are not the same; your password stays as it is.");
    }
    return server.carryOut(
        new Command.ChangePassword(new Secret(old.orElseThrow()), new Secret(fresh.orElseThrow())));
  }

  private Optional<String> secret(String prompt) {
    return console.readSecret(prompt) instanceof Input.Typed(String line)
        ? Optional.of(line)
        : Optional.empty();
  }

  /** A mistyped command is a sign of life too. */
  private Future<Boolean> mistaken(String sentence) {
    server.active();
    console.show(Phrases.error(sentence));
    return Future.succeededFuture(false);
  }

  private void await(Future<Boolean> carriedOut) {
    if (!console.isInteractive()) {
      allCarriedOut &= carriedOut.otherwise(false).await();
    }
  }
}
