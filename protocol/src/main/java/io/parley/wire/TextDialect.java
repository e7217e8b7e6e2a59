// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import io.parley.wire.CommandEntry.Argument;
import io.parley.wire.CommandEntry.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of people with {@code nc} or {@code telnet}. It remembers a command whose rest it has
 * asked for; a line of several words that begins with a command ends such a dialogue, as {@code
 * cancel} does.
 */
public final class TextDialect implements Dialect {
  private static final String CANCEL = "cancel";
  private static final String NEEDS_CLIENT =
      "Private sessions need a client that can listen; log in with parley client.";

  /** Words that clients carry out by themselves, as the terminal client does. */
  private static final Set<String> OF_CLIENTS = Set.of("private", "stopprivate");

  private Parsed.@Nullable Incomplete dialogue;

  @Override
  public Incoming read(String line) {
    Parsed.Incomplete begun = dialogue;
    dialogue = null;
    if (!Printable.isPrintableOrTab(line)) {
      return malformed(
          FailureCode.BAD_REQUEST, "There is a control character in that line; send it without.");
    }
    return begun == null || isCommand(begun, line) ? begin(line) : goOn(begun, line);
  }

  private Incoming begin(String line) {
    String word = TypedLine.firstWord(TypedLine.skipBlanks(line, 0));
    return OF_CLIENTS.contains(word.toLowerCase(Locale.ROOT))
        ? malformed(FailureCode.NO_PEER, NEEDS_CLIENT)
        : incoming(CommandSyntax.PROTOCOL.parse(line));
  }

  /**
   * Whether somebody who was asked for a name typed a whole command instead: no name has blanks.
   */
  private static boolean isCommand(Parsed.Incomplete begun, String line) {
    String typed = TypedLine.skipBlanks(line, 0);
    String word = TypedLine.firstWord(typed);
    boolean several = !typed.substring(word.length()).isBlank();
    return begun.next().kind() == Kind.USER
        && several
        && CommandSyntax.PROTOCOL.typed(word).isPresent();
  }

  private Incoming goOn(Parsed.Incomplete begun, String line) {
    if (line.strip().toLowerCase(Locale.ROOT).equals(CANCEL)) {
      return new Incoming.Prompt("The " + begun.entry().verb() + " is cancelled.");
    }
    Argument asked = begun.next();
    // A password is what was typed, to the last blank; all else is a word.
    String answer = asked.kind() == Kind.PASSWORD ? line : line.strip();
    if (asked.kind() != Kind.PASSWORD && !TypedLine.firstWord(answer).equals(answer)) {
      return malformed(
          FailureCode.BAD_REQUEST,
          "That was to be one word; begin again with: " + begun.entry().verb() + ".");
    }
    List<String> arguments = new ArrayList<>(begun.arguments());
    arguments.add(answer);
    return incoming(TypedLine.complete(begun.entry(), arguments));
  }

  private Incoming incoming(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Ready ready when ready.command() instanceof Command.StartPrivate ->
          malformed(FailureCode.NO_PEER, NEEDS_CLIENT);
      case Parsed.Ready ready -> new Incoming.Asked(Optional.empty(), ready.command());
      case Parsed.Incomplete incomplete -> {
        dialogue = incomplete;
        yield new Incoming.Prompt(prompt(incomplete.next()));
      }
      case Parsed.Wrong wrong -> malformed(wrong.code(), wrong.text());
      case Parsed.Local local ->
          throw new IllegalStateException("a server has no commands of clients");
    };
  }

  private static String prompt(Argument argument) {
    return switch (argument.name()) {
      case "NAME" -> "Your name?";
      case "PASSWORD" -> "Your password?";
      case "OLD" -> "Your old password?";
      case "NEW" -> "Your new password?";
      default -> argument.name() + "?";
    };
  }

  private static Incoming.Malformed malformed(FailureCode code, String text) {
    return new Incoming.Malformed(Optional.empty(), code, text);
  }

  @Override
  public Optional<String> write(Incoming.Asked asked, Reply reply) {
    String sentence = Sentences.of(asked.command(), reply);
    // Help is several lines; nothing else may be.
    return Optional.of(reply instanceof Reply.HelpText ? sentence : Printable.clean(sentence));
  }

  @Override
  public String write(Incoming.Malformed malformed) {
    return Printable.clean("Error: " + malformed.text());
  }

  @Override
  public String write(Notice notice) {
    return Printable.clean(
        switch (notice) {
          case Notice.MessageArrived message -> message.from() + ": " + message.text();
          case Notice.BroadcastArrived broadcast ->
              broadcast.from() + " (broadcast): " + broadcast.text();
          case Notice.PresenceChanged presence ->
              "* " + presence.user() + (presence.online() ? " logged in" : " logged out");
          case Notice.PeerExpected peer ->
              "* " + peer.user() + " was told how to reach you for a private session";
          case Notice.PeerRequested peer ->
              "* " + peer.user() + " would like a private session, which needs another client";
          case Notice.Announcement announcement -> "* notice: " + announcement.text();
          case Notice.Goodbye goodbye -> "* goodbye: " + goodbye.reason().word();
        });
  }

  @Override
  public boolean isForPrograms() {
    return false;
  }
}
