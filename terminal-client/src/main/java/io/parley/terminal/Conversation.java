// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.loop.TimeLimit;
import io.parley.model.MessageId;
import io.parley.terminal.link.Backoff;
import io.parley.terminal.link.Ending;
import io.parley.terminal.post.AccountFolder;
import io.parley.terminal.post.Arrivals;
import io.parley.terminal.post.Letter;
import io.parley.terminal.post.Post;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** What happens between the login and the goodbye. For the thread that reads. */
final class Conversation {
  private static final Duration ANSWERS_MAY_TAKE = Duration.ofSeconds(12);
  private static final Duration STORED_MAY_PAUSE = Duration.ofSeconds(2);

  private final Parts parts;
  private final Reply.LoggedIn login;
  private final AccountFolder folder;
  private final Executor disk;
  private final Post post;
  private final Arrivals arrivals;

  /**
   * @param disk the one thread that uses the outbox
   */
  Conversation(Parts parts, Reply.LoggedIn login, AccountFolder folder, Executor disk) {
    this.parts = parts;
    this.login = login;
    this.folder = folder;
    this.disk = disk;
    this.post =
        new Post(
            parts.vertx(),
            parts.lifeline(),
            Backoff.usual(Math::random),
            parts.events(),
            this::settled);
    this.arrivals =
        new Arrivals(
            parts.vertx(),
            parts.loop().context(),
            folder.shown(),
            (message, afterwards) -> parts.console().show(Phrases.message(message), afterwards),
            parts.lifeline()::acknowledge);
  }

  private void settled(MessageId id) {
    disk.execute(() -> {
      try {
        folder.outbox().answered(id);
      } catch (IOException e) {
        // it stays in the journal and is sent again; the server knows its id
      }
    });
  }

  /** Until the person leaves; whether all went as it should have, as far as a script cares. */
  boolean hold() {
    greet();
    parts.loop().call(this::begin).await();
    if (!parts.console().isInteractive()) {
      // a script gets its mail, even if it leaves at once
      parts.loop().call(() -> arrivals.awaitStored(login.pending(), STORED_MAY_PAUSE)).await();
    }
    boolean allCarriedOut = commands().run();
    return leave() && allCarriedOut;
  }

  private void greet() {
    parts.console().assist(folder.history(), parts.completion());
    parts.console().show(parts.phrases().welcome(login));
    folder.warning().ifPresent(warning -> parts.console().show(Phrases.news(warning)));
    if (parts.console().isInteractive()) {
      parts.console().show(SessionPhrases.hint());
    }
  }

  private Future<Void> begin() {
    parts.peers().iAm(login.user());
    parts.events().begin(new SessionEvents.Ongoing(login, arrivals, post, parts.peers()));
    parts.lifeline().keepResume(secret -> disk.execute(() -> folder.keepResume(secret)));
    List<Letter> left = folder.outbox().waiting();
    if (!left.isEmpty()) {
      parts.console().show(Phrases.resent(left.size()));
    }
    // before anything that is typed now
    left.forEach(post::send);
    parts.lifeline().ready();
    return Future.succeededFuture();
  }

  private CommandLoop commands() {
    ServerCommands server =
        new ServerCommands(
            parts.console(), parts.loop(), parts.lifeline(), parts.phrases(), parts.completion());
    return new CommandLoop(
        parts.console(),
        server,
        new PrivateCommands(
            parts.console(),
            parts.loop(),
            parts.lifeline(),
            parts.peers(),
            server,
            parts.comparison()),
        new Letters(parts.console(), parts.loop(), disk, folder.outbox(), post),
        parts.consents());
  }

  /** Waits for the answers to what was written; whether all came. */
  private boolean leave() {
    return parts
        .loop()
        .call(() ->
            awaitAnswers()
                .map(waited -> {
                  int unanswered = post.unanswered();
                  if (unanswered > 0) {
                    parts.console().show(Phrases.unsent(unanswered, folder.isKept()));
                  }
                  return unanswered == 0;
                })
                .onComplete(done -> parts.lifeline().leave(new Ending.Left())))
        .await();
  }

  private Future<Void> awaitAnswers() {
    return parts.lifeline().isOnline()
        ? TimeLimit.within(ANSWERS_MAY_TAKE, post.idle()).otherwiseEmpty()
        : Future.succeededFuture();
  }
}
