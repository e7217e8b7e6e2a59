// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static io.parley.terminal.Phrases.answer;
import static io.parley.terminal.Phrases.error;
import static io.parley.terminal.Phrases.news;

import io.parley.model.GoodbyeReason;
import io.parley.terminal.link.Ending;
import io.parley.terminal.link.NotTrusted;
import io.parley.terminal.screen.Line;
import io.parley.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The words for how a session begins, breaks, comes back and ends, under the law of {@link
 * Phrases}.
 */
final class SessionPhrases {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu 'at' HH:mm", Locale.ENGLISH);

  private final ZoneId zone;

  SessionPhrases(ZoneId zone) {
    this.zone = zone;
  }

  Line pong(Reply.Pong pong) {
    return answer("The server is there; its clock says " + moment(pong.at()) + ".");
  }

  Line welcome(Reply.LoggedIn login) {
    String last =
        login
            .lastLogin()
            .map(at -> "Your last login was on " + moment(at) + ".")
            .orElse("This is your first login.");
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
          Optional.of(error("The server does not let you in again. " + Phrases.sentence(refusal)));
      case Ending.Distrusted(NotTrusted reason) ->
          Optional.of(error(String.join(" ", reason.sentences())));
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

  /** A refused login that ends the dialogue: the person is told for how long. */
  static Line locked(String user, Reply.Refused refusal) {
    return refusal
        .retryAfter()
        .map(wait ->
            error(
                "Too many wrong passwords: "
                    + user
                    + " is locked for "
                    + wait.toSeconds()
                    + " seconds."))
        .orElseGet(() -> Phrases.refused(refusal));
  }

  static Line offline(String verb) {
    return error(
        "There is no connection to the server at the moment; " + verb + " was not carried out.");
  }

  static Line unanswered(String verb) {
    return error(
        "The connection was lost before the answer to "
            + verb
            + " came; it may or may not have been carried out.");
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
