// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.terminal.link.Ending;
import io.parley.terminal.link.SessionListener;
import io.parley.terminal.peer.PeerGoodbye;
import io.parley.terminal.peer.Peers;
import io.parley.terminal.post.Arrivals;
import io.parley.terminal.post.Letter;
import io.parley.terminal.post.Post;
import io.parley.terminal.screen.Console;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns what happens to the session into lines, and passes on what others must know. */
final class SessionEvents implements SessionListener, Post.Listener {
  private final Console console;
  private final Completion completion;
  private final Consents consents;
  private final Consumer<Ending> ended;
  private Optional<Ongoing> ongoing = Optional.empty();

  /** What there is only while somebody is logged in. */
  record Ongoing(Reply.LoggedIn login, Arrivals arrivals, Post post, Peers peers) {}

  SessionEvents(Console console, Completion completion, Consents consents, Consumer<Ending> ended) {
    this.console = console;
    this.completion = completion;
    this.consents = consents;
    this.ended = ended;
  }

  /** Somebody is logged in. On the event loop, before any event of the session. */
  void begin(Ongoing ongoing) {
    this.ongoing = Optional.of(ongoing);
    prompt("> ");
  }

  private void prompt(String ending) {
    ongoing.ifPresent(now -> console.promptForCommands(now.login().user() + ending));
  }

  @Override
  public void told(Notice notice) {
    switch (notice) {
      case Notice.MessageArrived message -> {
        completion.heardOf(message.from());
        ongoing.ifPresent(now -> now.arrivals().arrived(message));
      }
      case Notice.BroadcastArrived broadcast -> {
        completion.heardOf(broadcast.from());
        console.show(Phrases.broadcast(broadcast));
      }
      case Notice.PresenceChanged presence -> {
        completion.heardOf(presence.user());
        console.show(Phrases.presence(presence));
      }
      case Notice.PeerExpected expected -> ongoing.ifPresent(now -> now.peers().expect(expected));
      case Notice.PeerRequested request -> consents.ask(request);
      case Notice.Announcement announcement -> console.show(Phrases.announcement(announcement));
      case Notice.Goodbye goodbye -> {}
    }
  }

  @Override
  public void lost() {
    consents.forget();
    prompt(" (offline)> ");
    console.show(SessionPhrases.lost());
  }

  @Override
  public void back(Duration away) {
    prompt("> ");
    console.show(SessionPhrases.back(away));
    ongoing.ifPresent(now -> now.post().back());
  }

  @Override
  public void over(Ending ending) {
    ongoing.ifPresent(now -> {
      now.peers().stopAll(goodbye(ending));
      now.post().abandon();
    });
    Optional<Duration> timeout =
        ongoing.map(now -> now.login().timeout()).filter(each -> !each.isZero());
    SessionPhrases.over(ending, timeout).ifPresent(console::show);
    ended.accept(ending);
  }

  private static PeerGoodbye goodbye(Ending ending) {
    return switch (ending) {
      case Ending.Dismissed dismissed ->
          switch (dismissed.reason()) {
            case LOGOUT -> PeerGoodbye.LOGOUT;
            case TIMEOUT -> PeerGoodbye.TIMEOUT;
            default -> PeerGoodbye.DISMISSED;
          };
      case Ending.Refused refused -> PeerGoodbye.DISMISSED;
      case Ending.Left left -> PeerGoodbye.LOGOUT;
      case Ending.Distrusted distrusted -> PeerGoodbye.LOGOUT;
      case Ending.Lost lost -> PeerGoodbye.LOGOUT;
      case Ending.OutputGone gone -> PeerGoodbye.LOGOUT;
    };
  }

  @Override
  public void accepted(Letter letter, Reply.MessageAccepted reply) {
    console.show(Phrases.accepted(letter, reply));
  }

  @Override
  public void refused(Letter letter, Reply.Refused reply) {
    console.show(Phrases.refused(letter, reply));
  }

  @Override
  public void delayed(Letter letter, Post.Delay why) {
    // a script waits for the answer anyway
    if (console.isInteractive()) {
      console.show(Phrases.delayed(letter, why));
    }
  }
}
