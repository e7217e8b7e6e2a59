// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import java.time.Duration;
import java.util.Optional;

/** The one place for the words of refusals: for each code, a sentence that says what to do. */
public final class Refusals {
  private Refusals() {}

  /** The refusal of a command, in words that fit it. */
  public static Reply.Refused of(FailureCode code, Command command, Optional<Duration> retryAfter) {
    return new Reply.Refused(code, sentence(code, command, retryAfter), retryAfter);
  }

  /** The refusal of a command where waiting does not help. */
  public static Reply.Refused of(FailureCode code, Command command) {
    return of(code, command, Optional.empty());
  }

  /** The answer to a line that is longer than the limit. */
  public static Incoming.Malformed tooLong(int limit) {
    return new Incoming.Malformed(
        Optional.empty(),
        FailureCode.TOO_LONG,
        "That line is too long; send at most " + limit + " bytes in one line.");
  }

  /** The answer to a line that is not UTF-8. */
  public static Incoming.Malformed notUtf8() {
    return new Incoming.Malformed(
        Optional.empty(),
        FailureCode.BAD_REQUEST,
        "That line is not UTF-8; send it again as UTF-8.");
  }

  private static String sentence(FailureCode code, Command command, Optional<Duration> retryAfter) {
    if (code == FailureCode.BAD_CREDENTIALS && command instanceof Command.ChangePassword) {
      return "The old password is wrong, so nothing was changed; type it again.";
    }
    if (code == FailureCode.BAD_CREDENTIALS
        && command instanceof Command.Login login
        && login.proof() instanceof Command.Resume) {
      return "That session cannot be resumed; log in with the password.";
    }
    if (code == FailureCode.SELF) {
      return "You cannot " + deed(command) + " yourself; name another user.";
    }
    if (code == FailureCode.BLOCKED && command instanceof Command.Message message) {
      return "Not sent: " + Printable.quoted(message.to()) + " has blocked you.";
    }
    return sentence(code, retryAfter, subject(command));
  }

  /**
   * The sentence for a code.
   *
   * @param subject the name of the user whom it is about; may be empty
   */
  public static String sentence(FailureCode code, Optional<Duration> retryAfter, String subject) {
    String user = subject.isEmpty() ? "that user" : Printable.quoted(subject);
    return switch (code) {
      case BAD_REQUEST -> "That cannot be understood; check how it is written and send it again.";
      case TOO_LONG -> "That is too long; send something shorter.";
      case UNKNOWN_COMMAND -> "There is no such command; type help for all commands.";
      case NOT_LOGGED_IN -> "You are not logged in; log in first, with: login NAME PASSWORD.";
      case ALREADY_LOGGED_IN -> "You are logged in already; log out first.";
      case BAD_CREDENTIALS -> "The name or the password is wrong; check both and log in again.";
      case LOCKED ->
          "Too many logins with this name have failed: it is locked; log in again "
              + in(retryAfter, "later")
              + ".";
      case USER_ONLINE ->
          capitalized(user) + " is logged in already; log out there first, then log in here.";
      case INVALID_USERNAME ->
          "That cannot be a name; choose 1 to 32 of the letters A-Z and a-z, digits, dot,"
              + " underscore and hyphen.";
      case WEAK_PASSWORD -> "That cannot be a password; choose one of 8 to 128 characters.";
      case NAME_TAKEN -> "The name " + user + " is taken; choose another.";
      case REGISTRATION_CLOSED ->
          "Accounts are made by the administrator here; ask there for yours.";
      case NO_SUCH_USER -> "There is no user " + user + "; check the name, capital letters count.";
      case SELF -> "You cannot do that to yourself; name another user.";
      case BLOCKED -> capitalized(user) + " has blocked you.";
      case NOT_BLOCKED -> "You have not blocked " + user + "; see whom you have, with: blocked.";
      case ALREADY_BLOCKED ->
          "You have blocked " + user + " already; end the block with: unblock USER.";
      case OFFLINE -> capitalized(user) + " is not online; send a message, which will be kept.";
      case NO_PEER ->
          capitalized(user) + " takes no private sessions; send a message through the server.";
      case DECLINED ->
          capitalized(user) + " declined the private session; send a message through the server.";
      case MAILBOX_FULL ->
          "The mailbox of " + user + " is full; send it again after that user's next login.";
      case RATE_LIMITED ->
          "That was too much at once; send it again " + in(retryAfter, "in a moment") + ".";
      case UNAVAILABLE ->
          "The server could not do that at the moment; send it again "
              + in(retryAfter, "in a moment")
              + ".";
      case SHUTTING_DOWN -> "The server is shutting down; connect again in a while.";
    };
  }

  private static String in(Optional<Duration> retryAfter, String otherwise) {
    return retryAfter
        .map(JsonAnswers::wholeSeconds)
        .map(seconds -> "in " + seconds + (seconds == 1 ? " second" : " seconds"))
        .orElse(otherwise);
  }

  private static String capitalized(String user) {
    return user.equals("that user") ? "That user" : user;
  }

  private static String deed(Command command) {
    return switch (command) {
      case Command.Message message -> "send a message to";
      case Command.Block block -> "block";
      case Command.Unblock unblock -> "unblock";
      case Command.StartPrivate start -> "start a private session with";
      default -> "do that to";
    };
  }

  private static String subject(Command command) {
    return switch (command) {
      case Command.Login login -> login.user();
      case Command.Register register -> register.user();
      case Command.Message message -> message.to();
      case Command.Block block -> block.user();
      case Command.Unblock unblock -> unblock.user();
      case Command.StartPrivate start -> start.user();
      default -> "";
    };
  }
}
