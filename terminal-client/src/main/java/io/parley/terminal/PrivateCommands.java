// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Username;
import io.parley.terminal.link.Lifeline;
import io.parley.terminal.peer.PeerGoodbye;
import io.parley.terminal.peer.PeerProblem;
import io.parley.terminal.peer.PeerProblem.Kind;
import io.parley.terminal.peer.Peers;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.Line;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Commands for private sessions. Any thread; each future says whether it was carried out. */
final class PrivateCommands {
  /** The word that stands where a user's name does. */
  private static final String VERIFY = "verify";

  private final Console console;
  private final Loop loop;
  private final Lifeline lifeline;
  private final Peers peers;
  private final ServerCommands server;
  private final Comparison comparison;

  PrivateCommands(
      Console console,
      Loop loop,
      Lifeline lifeline,
      Peers peers,
      ServerCommands server,
      Comparison comparison) {
    this.console = console;
    this.loop = loop;
    this.lifeline = lifeline;
    this.peers = peers;
    this.server = server;
    this.comparison = comparison;
  }

  Future<Boolean> start(Command.StartPrivate command) {
    Optional<Username> user = Username.parse(command.user());
    if (user.isEmpty()) {
      // the server has the words for a name that nobody can have
      return server.carryOut(command);
    }
    return loop.call(() -> {
      if (peers.has(user.get())) {
        server.active();
      } else if (!lifeline.isOnline()) {
        console.show(SessionPhrases.offline("startprivate"));
        return Future.succeededFuture(false);
      }
      return peers
          .start(user.get(), lifeline::ask)
          .map(introduction -> {
            Optional<Line> line = PeerPhrases.introduction(command.user(), introduction);
            line.ifPresent(console::show);
            return line.isEmpty();
          })
          .otherwise(lost -> {
            console.show(SessionPhrases.unanswered("startprivate"));
            return false;
          });
    });
  }

  /** The code to compare with the other person. */
  Comparison comparison() {
    return comparison;
  }

  Future<Boolean> say(String user, String text) {
    server.active();
    Optional<Username> compared = Username.parse(text.strip());
    if (!user.equals(VERIFY) || compared.isEmpty()) {
      return write(user, text);
    }
    return loop.call(() -> {
      // there may be a user of that name, to whom a name is said
      if (Username.parse(VERIFY).filter(peers::has).isPresent()) {
        return write(user, text);
      }
      Username other = compared.get();
      return comparison
          .show(other)
          .onSuccess(shown -> {
            if (!shown) {
              console.show(PeerPhrases.unseen(other.value(), new PeerProblem(Kind.NO_SESSION)));
            }
          });
    });
  }

  private Future<Boolean> write(String user, String text) {
    return loop.call(() ->
        Username.parse(user)
            .map(known -> peers.say(known, text))
            .orElseGet(() -> Future.failedFuture(new PeerProblem(Kind.NO_SESSION)))
            .map(seen -> {
              console.show(PeerPhrases.seen(user, text));
              return true;
            })
            .otherwise(problem -> {
              console.show(PeerPhrases.unseen(user, (PeerProblem) problem));
              return false;
            }));
  }

  Future<Boolean> stop(Optional<String> user) {
    server.active();
    return loop.call(() -> {
      List<Username> open = peers.open();
      if (user.isEmpty() && open.size() > 1) {
        console.show(PeerPhrases.whichToStop(open));
        return Future.succeededFuture(false);
      }
      Optional<Username> meant =
          user.isEmpty() ? open.stream().findFirst() : user.flatMap(Username::parse);
      if (meant.isEmpty() || !peers.stop(meant.get(), PeerGoodbye.STOPPED)) {
        console.show(PeerPhrases.nothingToStop(user));
        return Future.succeededFuture(false);
      }
      console.show(PeerPhrases.stopped(meant.get()));
      return Future.succeededFuture(true);
    });
  }

  Future<Boolean> consent(Consents.Question question, boolean accept) {
    return loop.call(() ->
        lifeline
            .ask(new Command.Consent(question.token(), accept))
            .map(reply -> {
              boolean done = reply instanceof Reply.Ok;
              console.show(
                  done
                      ? PeerPhrases.consented(question.user(), accept)
                      : PeerPhrases.questionLapsed(question.user()));
              return done;
            })
            .otherwise(lost -> {
              console.show(SessionPhrases.unanswered("that question"));
              return false;
            }));
  }
}
