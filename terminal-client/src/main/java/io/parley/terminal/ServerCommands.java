// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Username;
import io.parley.terminal.link.Lifeline;
import io.parley.terminal.screen.Console;
import io.parley.wire.Command;
import io.parley.wire.CommandSyntax;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import java.util.List;

/** Commands that the server carries out, and their answers in words. Any thread. */
final class ServerCommands {
  private final Console console;
  private final Loop loop;
  private final Lifeline lifeline;
  private final SessionPhrases phrases;
  private final Completion completion;

  ServerCommands(
      Console console,
      Loop loop,
      Lifeline lifeline,
      SessionPhrases phrases,
      Completion completion) {
    this.console = console;
    this.loop = loop;
    this.lifeline = lifeline;
    this.phrases = phrases;
    this.completion = completion;
  }

  /** Carries a command out and shows the answer; whether it was carried out. */
  Future<Boolean> carryOut(Command command) {
    String verb = CommandSyntax.of(command).verb();
    return loop.call(() -> {
      if (!lifeline.isOnline()) {
        console.show(SessionPhrases.offline(verb));
        return Future.succeededFuture(false);
      }
      return lifeline
          .ask(command)
          .map(reply -> show(command, reply))
          .otherwise(lost -> {
            console.show(SessionPhrases.unanswered(verb));
            return false;
          });
    });
  }

  private boolean show(Command command, Reply reply) {
    switch (reply) {
      case Reply.UserList(List<Username> users) -> {
        completion.heardOf(users);
        console.show(Phrases.users(command, users));
      }
      case Reply.BroadcastSent sent when command instanceof Command.Broadcast(String text) ->
          console.show(Phrases.broadcastSent(text, sent));
      case Reply.Pong pong -> console.show(phrases.pong(pong));
      case Reply.Refused refused -> console.show(Phrases.refused(refused));
      default -> {
        if (command instanceof Command.ChangePassword change) {
          lifeline.passwordIs(change.fresh());
        }
        console.show(Phrases.done(command));
      }
    }
    return !(reply instanceof Reply.Refused);
  }

  /** Tells the server that the person did something that it does not see. */
  void active() {
    loop.run(() -> {
      if (lifeline.isOnline()) {
        lifeline.ask(new Command.Active());
      }
    });
  }
}
