// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.wire.CommandEntry;
import io.parley.wire.CommandEntry.Argument;
import io.parley.wire.CommandEntry.Kind;
import io.parley.wire.CommandEntry.Words;
import io.parley.wire.CommandSyntax;
import java.util.List;
import java.util.Set;

/** The commands that can be typed here: those of the protocol, and those that never leave it. */
final class ClientCommands {
  static final String PRIVATE = "private";
  static final String STOP_PRIVATE = "stopprivate";

  /** What is understood. */
  static final CommandSyntax UNDERSTOOD =
      CommandSyntax.PROTOCOL.with(
          List.of(
              CommandEntry.ofClient(
                  PRIVATE,
                  List.of(),
                  List.of(new Argument("USER", Kind.USER), new Argument("TEXT", Kind.TEXT)),
                  new Words(
                      "writes to a user in your private session",
                      "The text goes straight to the other client, encrypted. Begin with startprivate."
                          + " With «private verify USER» you see a code: if the other person sees"
                          + " the same, nobody is in between.",
                      "private yoda meet me at dagobah")),
              CommandEntry.ofClient(
                  STOP_PRIVATE,
                  List.of(),
                  List.of(new Argument("USER", Kind.USER, false)),
                  new Words(
                      "ends a private session",
                      "Without a name it ends the only one that there is.",
                      "stopprivate yoda"))));

  private static final Set<String> BEFORE_LOGIN_ONLY = Set.of("login", "register");

  /** What help and completion offer: the client logs in before anything can be typed. */
  static final CommandSyntax OFFERED =
      UNDERSTOOD.only(entry -> !BEFORE_LOGIN_ONLY.contains(entry.verb()));

  private ClientCommands() {}
}
