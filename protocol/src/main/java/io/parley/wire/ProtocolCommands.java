// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.wire.CommandEntry.Alias;
import io.parley.wire.CommandEntry.Argument;
import io.parley.wire.CommandEntry.Kind;
import io.parley.wire.CommandEntry.Trait;
import io.parley.wire.CommandEntry.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of the command table: every command that a server carries out. */
final class ProtocolCommands {
  private static final Argument USER = new Argument("USER", Kind.USER);
  private static final Argument TEXT = new Argument("TEXT", Kind.TEXT);
  private static final Set<Trait> OF_SESSION =
      Set.of(Trait.TYPED, Trait.OPERATION, Trait.COUNTS_AS_ACTIVITY);
  private static final Set<Trait> OF_PROGRAMS = Set.of(Trait.OPERATION, Trait.COUNTS_AS_ACTIVITY);
  private static final Set<Trait> OF_DOOR =
      Set.of(Trait.TYPED, Trait.OPERATION, Trait.BEFORE_LOGIN, Trait.ASKS_FOR_REST);

  static final List<CommandEntry> ENTRIES =
      List.of(
          row(
              "login",
              List.of(),
              List.of(new Argument("NAME", Kind.USER), new Argument("PASSWORD", Kind.PASSWORD)),
              new Words(
                  "logs you in",
                  "Asks for the name and the password if you leave them out.",
                  "login hans falcon*solo"),
              OF_DOOR,
              Command.Login.class),
          row(
              "register",
              List.of(),
              List.of(new Argument("NAME", Kind.USER), new Argument("PASSWORD", Kind.PASSWORD)),
              new Words(
                  "makes an account",
                  "A name has 1 to 32 of the letters A-Z and a-z, digits, dot, underscore and"
                      + " hyphen; a password has 8 to 128 characters. Log in afterwards.",
                  "register hans falcon*solo"),
              OF_DOOR,
              Command.Register.class),
          row(
              "message",
              List.of(new Alias("send")),
              List.of(USER, TEXT),
              new Words(
                  "sends a text to one user",
                  "If the user is offline, the text is stored and comes at the next login.",
                  "message yoda hi there"),
              OF_SESSION,
              Command.Message.class),
          row(
              "broadcast",
              List.of(),
              List.of(TEXT),
              new Words(
                  "sends a text to all who are online",
                  "It is not stored for those who are offline.",
                  "broadcast dinner is ready"),
              OF_SESSION,
              Command.Broadcast.class),
          row(
              "whoelse",
              List.of(new Alias("list_online")),
              List.of(),
              new Words("lists who else is online", "You are not in the list.", "whoelse"),
              OF_SESSION,
              Command.WhoElse.class),
          row(
              "whoelsesince",
              List.of(new Alias("wholasthr", "3600")),
              List.of(new Argument("SECONDS", Kind.SECONDS)),
              new Words(
                  "lists who else was online in the last seconds",
                  "Those who are online now are in the list; wholasthr is the last hour.",
                  "whoelsesince 900"),
              OF_SESSION,
              Command.WhoElseSince.class),
          row(
              "block",
              List.of(),
              List.of(USER),
              new Words(
                  "blocks a user",
                  "The user can no longer write to you nor see you come and go, and is not told."
                      + " You can still write to the user.",
                  "block vader"),
              OF_SESSION,
              Command.Block.class),
          row(
              "unblock",
              List.of(),
              List.of(USER),
              new Words("ends a block", "The user is not told.", "unblock vader"),
              OF_SESSION,
              Command.Unblock.class),
          row(
              "blocked",
              List.of(),
              List.of(),
              new Words("lists whom you have blocked", "Nobody else sees this list.", "blocked"),
              OF_SESSION,
              Command.Blocked.class),
          row(
              "startprivate",
              List.of(),
              List.of(USER),
              new Words(
                  "starts a private session with a user",
                  "It runs from client to client, not through the server, and so needs a client"
                      + " that can listen.",
                  "startprivate yoda"),
              OF_SESSION,
              Command.StartPrivate.class),
          row(
              "passwd",
              List.of(),
              List.of(new Argument("OLD", Kind.PASSWORD), new Argument("NEW", Kind.PASSWORD)),
              new Words(
                  "changes your password",
                  "Asks for the old and the new password if you leave them out.",
                  "passwd falcon*solo millennium*1"),
              Set.of(Trait.TYPED, Trait.OPERATION, Trait.COUNTS_AS_ACTIVITY, Trait.ASKS_FOR_REST),
              Command.ChangePassword.class),
          row(
              "ping",
              List.of(),
              List.of(),
              new Words("asks whether the server is there", "Answers with its time.", "ping"),
              Set.of(Trait.TYPED, Trait.OPERATION, Trait.BEFORE_LOGIN),
              Command.Ping.class),
          row(
              "help",
              List.of(),
              List.of(new Argument("COMMAND", Kind.COMMAND, false)),
              new Words(
                  "lists all commands, or explains one", "You have found it.", "help message"),
              Set.of(Trait.TYPED, Trait.BEFORE_LOGIN, Trait.COUNTS_AS_ACTIVITY),
              Command.Help.class),
          row(
              "logout",
              List.of(new Alias("quit"), new Alias("exit")),
              List.of(),
              new Words("logs you out", "The connection ends with it.", "logout"),
              Set.of(Trait.TYPED, Trait.OPERATION),
              Command.Logout.class),
          row(
              "consent",
              List.of(),
              List.of(),
              new Words("answers a peer-request", "Of the JSON dialect.", "consent"),
              OF_PROGRAMS,
              Command.Consent.class),
          row(
              "active",
              List.of(),
              List.of(),
              new Words("tells that the user is there", "Of the JSON dialect.", "active"),
              OF_PROGRAMS,
              Command.Active.class),
          row(
              "ack",
              List.of(),
              List.of(),
              new Words("acknowledges a message", "Of the JSON dialect.", "ack"),
              Set.of(Trait.OPERATION),
              Command.Acknowledge.class));

  private ProtocolCommands() {}

  private static CommandEntry row(
      String verb,
      List<Alias> aliases,
      List<Argument> arguments,
      Words words,
      Set<Trait> traits,
      Class<? extends Command> command) {
    return new CommandEntry(verb, aliases, arguments, words, traits, Optional.of(command));
  }
}
