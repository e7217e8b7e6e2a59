// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.DeliveryState;
import io.parley.model.GoodbyeReason;
import io.parley.model.Username;
import io.parley.terminal.link.Ending;
import io.parley.terminal.post.Letter;
import io.parley.terminal.post.Post;
import io.parley.terminal.screen.Line;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words for what the server and the session say; {@link PeerPhrases} has those for private
 * sessions. What somebody said begins with a name; what the client itself says begins with {@code *}
 * or {@code ->}, which no name can.
 */
final class Phrases {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.ENGLISH);

  private final ZoneId zone;

  Phrases(ZoneId zone) {
    this.zone = zone;
  }

  // What others cause

  static Line message(Notice.MessageArrived message) {
    return Line.talk(message.from() + ": " + message.text());
  }

  static Line broadcast(Notice.BroadcastArrived broadcast) {
    return Line.talk(broadcast.from() + " (broadcast): " + broadcast.text());
  }

  static Line presence(Notice.PresenceChanged presence) {
    return news(presence.user() + (presence.online() ? " logged in" : " logged out"));
  }

  static Line announcement(Notice.Announcement announcement) {
    return news("notice: " + announcement.text());
  }

  // The session

  Line welcome(Reply.LoggedIn login) {
    String last =
        login.lastLogin().map(at -> "Your last login was on " + moment(at) + ".").orElse(
            "This is your first login.");
    return news("Welcome, " + login.user() + ". " + last + pending(login.pending()));
  }

  private String moment(Instant at) {
    return MOMENT.format(at.atZone(zone));
  }

  private static String pending(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> " One message came while you were away:";
      default -> " " + count + " messages came while you were away:";
    };
  }

  static Line hint() {
    return news("Type help for the commands, logout or Ctrl-D to leave.");
  }

  static Line lost() {
    return news(
        "The connection to the server is lost. You can keep typing: messages are sent when it is"
            + " back.");
  }

  static Line back(Duration away) {
    return news("Connected again after " + spoken(away) + ".");
  }

  /** Why the client ends; nothing where the person knows. */
  static Optional<Line> over(Ending ending, Optional<Duration> timeout) {
    return switch (ending) {
      case Ending.Left left -> Optional.of(news("Goodbye."));
      case Ending.Dismissed(GoodbyeReason reason) -> Optional.of(dismissed(reason, timeout));
      case Ending.Refused(Reply.Refused refusal) ->
          Optional.of(
              error("The server does not let you in again. " + sentence(refusal)));
      case Ending.Lost lost -> Optional.of(error("The connection to the server is lost."));
      case Ending.OutputGone gone -> Optional.empty();
    };
  }

  private static Line dismissed(GoodbyeReason reason, Optional<Duration> timeout) {
    return switch (reason) {
      case LOGOUT -> news("Goodbye.");
      case TIMEOUT ->
          news(
              "You have been logged out: no command"
                  + timeout.map(each -> " for " + spoken(each)).orElse(" for too long")
                  + ".");
      case KICKED -> error("You have been logged out by the administrator.");
      case LOCKED -> error("You have been logged out: the account is locked.");
      case REPLACED -> error("You have been logged out: you logged in from somewhere else.");
      case SHUTDOWN -> error("The server has shut down.");
      case TOO_SLOW -> error("The server has ended the connection: it was too slow.");
      case UNAUTHENTICATED -> error("The server has ended the connection: no login came in time.");
    };
  }

  // What the person said

  static Line accepted(Letter letter, Reply.MessageAccepted reply) {
    return own(
        letter,
        reply.state() == DeliveryState.DELIVERED
            ? "delivered"
            : "stored: " + letter.to() + " is offline and gets it at the next login");
  }

  static Line delayed(Letter letter, Post.Delay why) {
    return own(
        letter,
        switch (why) {
          case SLOW -> "sending…";
          case OFFLINE -> "waiting for the connection";
          case REFUSED_FOR_NOW -> "the server could not take it yet, it is sent again";
        });
  }

  static Line refused(Letter letter, Reply.Refused refusal) {
    return error("Your message to " + letter.to() + " was not sent. " + sentence(refusal));
  }

  private static Line own(Letter letter, String state) {
    return Line.own("-> " + letter.to() + ": " + letter.text() + " (" + state + ")");
  }

  /** What an earlier client could not send. */
  static Line resent(int count) {
    return news(
        count == 1
            ? "A message of last time has no answer yet; it is sent again."
            : count + " messages of last time have no answer yet; they are sent again.");
  }

  /** What this client could not send. */
  static Line unsent(int count, boolean kept) {
    String which = count == 1 ? "One message has" : count + " messages have";
    return error(
        which
            + " no answer yet"
            + (kept ? "; to be sent at your next login from here." : " and may be lost."));
  }

  static Line broadcastSent(String text, Reply.BroadcastSent reply) {
    String reached =
        switch (reply.reached()) {
          case 0 -> "reached nobody";
          case 1 -> "reached one user";
          default -> "reached " + reply.reached() + " users";
        };
    String withheld = reply.withheld() ? ", kept from someone who has blocked you" : "";
    return Line.own("-> everyone: " + text + " (" + reached + withheld + ")");
  }

  // Answers

  static Line users(Command asked, List<Username> users) {
    String names = users.stream().map(Username::value).collect(Collectors.joining(", "));
    return answer(
        switch (asked) {
          case Command.WhoElseSince since when users.isEmpty() ->
              "Nobody else was online in the last " + since.seconds() + " seconds.";
          case Command.WhoElseSince since ->
              "Online in the last " + since.seconds() + " seconds: " + names;
          case Command.Blocked blocked when users.isEmpty() -> "You have blocked nobody.";
          case Command.Blocked blocked -> "You have blocked: " + names;
          default -> users.isEmpty() ? "Nobody else is online." : "Online: " + names;
        });
  }

  static Line done(Command command) {
    return answer(
        switch (command) {
          case Command.Block block ->
              "You have blocked " + block.user() + ", who is not told.";
          case Command.Unblock unblock -> "You no longer block " + unblock.user() + ".";
          case Command.ChangePassword change -> "Your password is changed.";
          case Command.Register register -> "The account " + register.user() + " is made.";
          default -> "Done.";
        });
  }

  Line pong(Reply.Pong pong) {
    return answer("The server is there; its clock says " + moment(pong.at()) + ".");
  }

  static Line refused(Reply.Refused refusal) {
    return error(sentence(refusal));
  }

  /** A refused login that ends the dialogue: the person is told for how long. */
  static Line locked(String user, Reply.Refused refusal) {
    return refusal
        .retryAfter()
        .map(
            wait ->
                error(
                    "Too many wrong passwords: " + user + " is locked for "
                        + wait.toSeconds() + " seconds."))
        .orElseGet(() -> refused(refusal));
  }

  private static String sentence(Reply.Refused refusal) {
    return refusal.text().isBlank()
        ? "The server refused: " + refusal.code().word() + "."
        : refusal.text();
  }

  static Line offline(String verb) {
    return error(
        "There is no connection to the server at the moment; " + verb + " was not carried out.");
  }

  static Line unanswered(String verb) {
    return error(
        "The connection was lost before the answer to " + verb
            + " came; it may or may not have been carried out.");
  }

  // Small words

  static Line news(String sentence) {
    return Line.news("* " + sentence);
  }

  static Line answer(String sentence) {
    return Line.answer("* " + sentence);
  }

  static Line error(String sentence) {
    return Line.error("* Error: " + sentence);
  }

  private static String spoken(Duration duration) {
    long seconds = Math.max(1, duration.toSeconds());
    if (seconds < 120) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    long minutes = seconds / 60;
    return minutes < 120 ? minutes + " minutes" : minutes / 60 + " hours";
  }
}
