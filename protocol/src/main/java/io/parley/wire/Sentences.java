// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.DeliveryState;
import io.parley.model.Username;
import java.util.List;
import java.util.stream.Collectors;

/** The words for what went well: one plain sentence for each answer. */
final class Sentences {
  private Sentences() {}

  /** What to tell a person who gave this command. */
  static String of(Command command, Reply reply) {
    return switch (reply) {
      case Reply.Ok ok -> done(command);
      case Reply.LoggedIn in -> welcome(in);
      case Reply.MessageAccepted accepted -> accepted(command, accepted);
      case Reply.BroadcastSent sent -> broadcast(sent);
      case Reply.UserList list -> users(command, list.users());
      case Reply.PeerFound found ->
          "Connect to " + found.peer().host() + " port " + found.peer().port() + ".";
      case Reply.Pong pong ->
          "The server is there; its time is " + WireTime.forPeople(pong.at()) + ".";
      case Reply.HelpText help -> String.join("\n", help.lines());
      case Reply.Refused refused -> "Error: " + refused.text();
    };
  }

  private static String done(Command command) {
    return switch (command) {
      case Command.Register register ->
          "The account " + shown(register.user()) + " is made; log in now.";
      case Command.Block block -> shown(block.user()) + " is blocked.";
      case Command.Unblock unblock -> shown(unblock.user()) + " is unblocked.";
      case Command.ChangePassword change -> "Your password is changed.";
      case Command.Logout logout -> "You are logged out.";
      default -> "Done.";
    };
  }

  private static String welcome(Reply.LoggedIn in) {
    StringBuilder welcome = new StringBuilder("Welcome, " + in.user() + "!");
    in.lastLogin()
        .ifPresent(time ->
            welcome
                .append(" Your last login was at ")
                .append(WireTime.forPeople(time))
                .append('.'));
    if (in.pending() > 0) {
      welcome.append(
          in.pending() == 1
              ? " One stored message follows."
              : " " + in.pending() + " stored messages follow.");
    }
    return welcome.toString();
  }

  private static String accepted(Command command, Reply.MessageAccepted accepted) {
    String to = command instanceof Command.Message message ? shown(message.to()) : "the user";
    return accepted.state() == DeliveryState.DELIVERED
        ? "Delivered to " + to + "."
        : "Stored for " + to + ", who gets it at the next login.";
  }

  private static String broadcast(Reply.BroadcastSent sent) {
    String reached = "Broadcast to " + counted(sent.reached(), "user") + ".";
    return sent.withheld()
        ? reached + " Some could not be reached, because they have blocked you."
        : reached;
  }

  private static String users(Command command, List<Username> users) {
    String names = users.stream().map(Username::value).collect(Collectors.joining(", "));
    boolean nobody = users.isEmpty();
    return switch (command) {
      case Command.WhoElseSince since -> {
        String time = " in the last " + counted(since.seconds(), "second");
        yield nobody ? "Nobody else was online" + time + "." : "Online" + time + ": " + names;
      }
      case Command.Blocked blocked ->
          nobody ? "You have blocked nobody." : "You have blocked: " + names;
      default -> nobody ? "Nobody else is online." : "Online now: " + names;
    };
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String shown(String user) {
    return Printable.quoted(user);
  }
}
