// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.terminal.link.Door;
import io.parley.terminal.link.Lifeline;
import io.parley.terminal.link.LinkLost;
import io.parley.terminal.link.NoServer;
import io.parley.terminal.post.AccountFolder;
import io.parley.terminal.screen.Console;
import io.parley.terminal.screen.Input;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks who is there, until somebody is in or there is no point in asking further. For the thread
 * that reads; waits for the person and for the server.
 */
final class LoginDialogue {
  private static final String REGISTER = "register";

  private final Console console;
  private final Loop loop;
  private final Door door;
  private final Lifeline lifeline;
  private final Function<String, AccountFolder> folders;

  /** The person, or what stands in for one, has nothing further to say. */
  private static final class NobodyThere extends RuntimeException {
    private static final long serialVersionUID = 1;

    private NobodyThere() {
      super("no more input", null, false, false);
    }
  }

  LoginDialogue(
      Console console,
      Loop loop,
      Door door,
      Lifeline lifeline,
      Function<String, AccountFolder> folders) {
    this.console = console;
    this.loop = loop;
    this.door = door;
    this.lifeline = lifeline;
    this.folders = folders;
  }

  /** Who got in; nothing if nobody did, which the person has been told then. */
  Optional<Reply.LoggedIn> run(Optional<String> user, Optional<Secret> password) {
    try {
      if (user.isPresent() && password.isPresent()) {
        return entered(user.get(), logIn(user.get(), password.get()));
      }
      if (user.isEmpty() && console.isInteractive()) {
        console.show(Phrases.news("Log in, or type register to make an account."));
      }
      return ask(user);
    } catch (NobodyThere e) {
      return Optional.empty();
    } catch (NoServer e) {
      console.show(Phrases.error(e.sentence()));
      return Optional.empty();
    } catch (LinkLost e) {
      console.show(Phrases.error("The connection to the server was lost."));
      return Optional.empty();
    }
  }

  private Optional<Reply.LoggedIn> ask(Optional<String> known) {
    while (true) {
      String user = known.orElseGet(this::askForUser);
      Reply reply =
          user.equals(REGISTER) && known.isEmpty() ? register() : logIn(user, secret("password: "));
      Optional<Reply.LoggedIn> entered = entered(user, reply);
      if (entered.isPresent() || !isWorthAskingAgain(reply)) {
        return entered;
      }
    }
  }

  private String askForUser() {
    String user = typed(console.readLine("user: ")).strip();
    while (user.isEmpty()) {
      user = typed(console.readLine("user: ")).strip();
    }
    return user;
  }

  private Secret secret(String prompt) {
    return new Secret(typed(console.readSecret(prompt)));
  }

  private static String typed(Input input) {
    if (input instanceof Input.Typed(String line)) {
      return line;
    }
    throw new NobodyThere();
  }

  private Reply logIn(String user, Secret password) {
    Reply reply = loop.call(() -> lifeline.login(user, password)).await();
    boolean online =
        reply instanceof Reply.Refused refused && refused.code() == FailureCode.USER_ONLINE;
    // the server says so only after the password was right
    Optional<Secret> left = online ? folders.apply(user).resume() : Optional.empty();
    return left.isEmpty()
        ? reply
        : afterCrash(reply, loop.call(() -> lifeline.takeOver(user, password, left.get())).await());
  }

  /** An earlier client here died without a goodbye, and its session may seem to live still. */
  private static Reply afterCrash(Reply withPassword, Reply withSecret) {
    return withSecret instanceof Reply.LoggedIn ? withSecret : withPassword;
  }

  private Reply register() {
    String user = typed(console.readLine("new user: ")).strip();
    Secret password = secret("new password: ");
    if (console.isInteractive() && !secret("the same again: ").equals(password)) {
      return new Reply.Refused(FailureCode.BAD_CREDENTIALS, "The two passwords are not the same.");
    }
    Command.Register command = new Command.Register(user, password);
    Reply reply = loop.call(() -> door.ask(command)).await();
    if (reply instanceof Reply.Refused) {
      return reply;
    }
    console.show(Phrases.done(command));
    return logIn(user, password);
  }

  private Optional<Reply.LoggedIn> entered(String user, Reply reply) {
    if (reply instanceof Reply.LoggedIn login) {
      return Optional.of(login);
    }
    if (reply instanceof Reply.Refused refused) {
      console.show(
          refused.code() == FailureCode.LOCKED
              ? SessionPhrases.locked(user, refused)
              : Phrases.refused(refused));
    }
    return Optional.empty();
  }

  /** A script cannot know that it should begin anew, so only a wrong pair is worth its next one. */
  private boolean isWorthAskingAgain(Reply reply) {
    return reply instanceof Reply.Refused refused
        && switch (refused.code()) {
          case BAD_CREDENTIALS -> true;
          case LOCKED -> false;
          default -> console.isInteractive();
        };
  }
}
