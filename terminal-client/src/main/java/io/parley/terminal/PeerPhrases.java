// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import static io.parley.terminal.Phrases.answer;
import static io.parley.terminal.Phrases.error;
import static io.parley.terminal.Phrases.news;

import io.parley.model.Username;
import io.parley.terminal.peer.Introduction;
import io.parley.terminal.peer.PeerGoodbye;
import io.parley.terminal.peer.PeerProblem;
import io.parley.terminal.screen.Line;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words for private sessions, under the same law as {@link Phrases}. */
final class PeerPhrases {
  private PeerPhrases() {}

  static Line opened(Username user, boolean byThisSide) {
    return news(
        (byThisSide
                ? "Your private session with " + user + " is open."
                : user + " has started a private session with you.")
            + " Write with: private "
            + user
            + " TEXT");
  }

  static Line isVerified(Username user) {
    return news("You have verified the key of " + user + ".");
  }

  /** What was verified is known by the server's address as it was typed. */
  static Line isNotVerified(Username user) {
    return news("You have not verified the key of " + user + ". To do so: private verify " + user);
  }

  static Line said(Username user, String text) {
    return Line.talk(user + " (private): " + text);
  }

  static Line seen(String user, String text) {
    return Line.own("-> " + user + " (private): " + text + " (delivered)");
  }

  static Line unseen(String user, PeerProblem problem) {
    return switch (problem.kind()) {
      case NO_SESSION ->
          error(
              "There is no private session with "
                  + user
                  + ". Start one with: startprivate "
                  + user);
      case ENDED ->
          error(
              "The private session with "
                  + user
                  + " ended before your text was shown there. Start a new one with: startprivate "
                  + user);
      case TOO_MUCH_UNSEEN ->
          error(user + " has not yet seen what you wrote before; wait a little.");
      case TOO_LONG -> error("That text is too long for one line; send it in parts.");
    };
  }

  static Line ended(Username user, Optional<PeerGoodbye> reason) {
    String why =
        reason
            .map(each ->
                switch (each) {
                  case STOPPED -> user + " ended it";
                  case LOGOUT -> user + " logged out";
                  case TIMEOUT -> user + " was logged out for inactivity";
                  case DISMISSED -> user + " was logged out by the server";
                  case RENEWED -> "there is a newer one";
                  case NONSENSE -> "the two clients do not understand each other";
                })
            .orElse(user + " is gone");
    return news("The private session with " + user + " has ended: " + why + ".");
  }

  static Line stopped(Username user) {
    return answer("The private session with " + user + " is closed.");
  }

  static Line nothingToStop(Optional<String> user) {
    return error(
        user.map(each -> "There is no private session with " + each + ".")
            .orElse("There is no private session."));
  }

  static Line whichToStop(List<Username> open) {
    return error(
        "Which one? You have private sessions with "
            + open.stream().map(Username::value).collect(Collectors.joining(", "))
            + "; type: stopprivate USER");
  }

  /** Nothing where the session's own line says it. */
  static Optional<Line> introduction(String user, Introduction introduction) {
    return switch (introduction) {
      case Introduction.Opened opened -> Optional.empty();
      case Introduction.Already already ->
          Optional.of(
              error("There is a private session with " + user + " already, or one is beginning."));
      case Introduction.Refused refused -> Optional.of(Phrases.refused(refused.refusal()));
      case Introduction.TakesNone none ->
          Optional.of(
              error(
                  "This client takes no private sessions, and so cannot begin one: the server"
                      + " introduces the two by their keys. Start it with --private ask."));
      case Introduction.NoKey noKey ->
          Optional.of(
              error(
                  "The client of "
                      + user
                      + " does not encrypt private sessions; nothing was opened."));
      case Introduction.KeyChanged changed -> Optional.of(anotherKey(user));
      case Introduction.WrongKey(String host, int port) ->
          Optional.of(
              error(
                  "What answers at "
                      + host
                      + " port "
                      + port
                      + " is NOT the client of "
                      + user
                      + ": it has not the key. Nothing was said. If this happens again, somebody may be"
                      + " in between."));
      case Introduction.NoWay(String host, int port) ->
          Optional.of(
              error(
                  "Could not reach "
                      + user
                      + " at "
                      + host
                      + " port "
                      + port
                      + ". If a firewall or NAT is between you, "
                      + user
                      + " can say how to get through by starting the client with --peer-host and"
                      + " --peer-port. Messages through the server still work."));
    };
  }

  /** Whatever the server says of it. */
  private static Line anotherKey(String user) {
    return error(
        "WARNING: the key of "
            + user
            + " is not the one that you verified. Somebody may pretend to be "
            + user
            + ", or "
            + user
            + " has a new computer. Nothing was opened. To forget the old key, remove the line of "
            + user
            + " from the file verified_keys in this client's folder.");
  }

  /** Somebody came under the name of a user who was verified. */
  static Line visitorWithAnotherKey(Username user) {
    return anotherKey(user.value());
  }

  /** The code of an open session. */
  static Line code(Username user, String code, boolean verified) {
    return answer(
        "Your code with "
            + user
            + " is "
            + code
            + (verified ? " (verified)" : "")
            + " Does "
            + user
            + " see the same after: private verify YOUR_NAME (y/n)");
  }

  static Line verified(Username user) {
    return answer(
        "The key of "
            + user
            + " is verified. Nobody with another key is "
            + user
            + " from now on.");
  }

  static Line notKept(String reason) {
    return error("That cannot be kept (" + reason + "): it holds as long as this client runs.");
  }

  static Line notTheSame(Username user) {
    return error(
        "Then somebody may be between you and "
            + user
            + ". Say nothing secret there; end it with: stopprivate "
            + user);
  }

  static Line severalQuestions(Username user) {
    return error(
        "That answers nothing, for you were asked other things too. To compare again: private verify "
            + user);
  }

  static Line askedLongAgo(Username user) {
    return error(
        "That answers nothing, for the question is old. To compare again: private verify " + user);
  }

  static Line question(Username user) {
    return news(user + " would like a private session (y/n)");
  }

  static Line consented(Username user, boolean accepted) {
    return answer(accepted ? user + " may connect now." : user + " is told that you declined.");
  }

  static Line questionLapsed(Username user) {
    return news("The wish of " + user + " for a private session has lapsed.");
  }

  static Line turnedAway(String from, Optional<Username> claimed) {
    return news(
        "Refused a private connection from "
            + from
            + claimed
                .map(name -> ", which claimed to be " + name + " but was not announced as such.")
                .orElse("."));
  }

  static Line cannotListen(int port) {
    return error(
        "Cannot listen on port "
            + port
            + ", so others cannot start private sessions with you. Choose another with --peer-port.");
  }
}
