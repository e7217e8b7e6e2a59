// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.DeliveryState;
import io.parley.model.Username;
import io.parley.terminal.post.Letter;
import io.parley.terminal.post.Post;
import io.parley.terminal.screen.Line;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words for what people say and commands bring; {@link SessionPhrases} has those for the
 * session itself, {@link PeerPhrases} those for private sessions. What somebody said begins with a
 * name; what the client itself says begins with {@code *} or {@code ->}, which no name can.
 */
final class Phrases {
  private Phrases() {}

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
    String failure = "Your message to " + letter.to() + " was not sent";
    return error(
        switch (refusal.code()) {
          // Their sentences say in words of their own that it was not sent.
          case BLOCKED -> failure + ": " + letter.to() + " has blocked you.";
          case SELF -> sentence(refusal);
          default -> failure + ". " + sentence(refusal);
        });
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
          case Command.Block block -> "You have blocked " + block.user() + ", who is not told.";
          case Command.Unblock unblock -> "You no longer block " + unblock.user() + ".";
          case Command.ChangePassword change -> "Your password is changed.";
          case Command.Register register -> "The account " + register.user() + " is made.";
          default -> "Done.";
        });
  }

  static Line refused(Reply.Refused refusal) {
    return error(sentence(refusal));
  }

  static String sentence(Reply.Refused refusal) {
    return refusal.text().isBlank()
        ? "The server refused: " + refusal.code().word() + "."
        : refusal.text();
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
}
