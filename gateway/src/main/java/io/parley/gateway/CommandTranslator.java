// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.MessagingRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Spoken;
import io.parley.bus.Request;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import io.parley.model.Username;
import io.parley.wire.Command;
import io.parley.wire.CommandSyntax;
import io.parley.wire.Refusals;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a question for the services of each command, and an answer for the client of what they say.
 * Its answers fail only with {@link RequestRefused}.
 */
final class CommandTranslator {
  private static final Logger log = LoggerFactory.getLogger(CommandTranslator.class);

  private final Gateway gateway;
  private final Bus bus;

  CommandTranslator(Gateway gateway) {
    this.gateway = gateway;
    this.bus = gateway.bus();
  }

  /** Carries out a command that needs no login; all others are refused. */
  Future<Reply> answerStranger(Command command) {
    return switch (command) {
      case Command.Register register ->
          ok(new AuthRequest.Register(register.user(), register.password()));
      case Command.Ping ping -> reply(new Reply.Pong(gateway.now()));
      case Command.Help help -> reply(CommandSyntax.PROTOCOL.help(help.about()));
      default -> refused(FailureCode.NOT_LOGGED_IN);
    };
  }

  /** Carries out a command of a user who is logged in. */
  Future<Reply> answer(Member member, Command command) {
    Username me = member.user();
    return switch (command) {
      case Command.Message message ->
          send(member, message).onFailure(gateway.traffic()::messageRefused);
      case Command.Broadcast broadcast -> broadcast(me, broadcast);
      case Command.WhoElse whoElse -> users(new PresenceRequest.Online(me));
      case Command.WhoElseSince since ->
          users(new PresenceRequest.OnlineSince(me, since.seconds()));
      case Command.Blocked blocked -> users(new PresenceRequest.Blocked(me));
      case Command.Block block -> other(me, block.user()).compose(user -> block(member, user));
      case Command.Unblock unblock ->
          other(me, unblock.user()).compose(user -> unblock(member, user));
      case Command.StartPrivate start ->
          other(me, start.user()).compose(user -> introduce(member, user));
      case Command.Consent consent -> reply(consent(member, consent));
      case Command.ChangePassword change ->
          ok(new AuthRequest.ChangePassword(me, change.old(), change.fresh()));
      case Command.Ping ping -> reply(new Reply.Pong(gateway.now()));
      case Command.Help help -> reply(CommandSyntax.PROTOCOL.help(help.about()));
      case Command.Active active -> reply(new Reply.Ok());
      case Command.Acknowledge acknowledge -> {
        member.acknowledge(acknowledge.id());
        yield reply(new Reply.Ok());
      }
      case Command.Logout logout -> reply(new Reply.Ok());
      case Command.Login login -> refused(FailureCode.ALREADY_LOGGED_IN);
      case Command.Register register -> refused(FailureCode.ALREADY_LOGGED_IN);
    };
  }

  /** What a client hears of a command that failed. */
  static Reply.Refused refusal(Command command, Throwable failure) {
    if (failure instanceof RequestRefused refusal) {
      return Refusals.of(refusal.code(), command, refusal.retryAfter());
    }
    log.atError()
        .setCause(failure)
        .addKeyValue("command", command.getClass().getSimpleName())
        .log("a command failed");
    return Refusals.of(FailureCode.UNAVAILABLE, command);
  }

  private Future<Reply> send(Member member, Command.Message message) {
    Username me = member.user();
    Optional<Username> to = Username.parse(message.to());
    if (to.isEmpty()) {
      return refused(FailureCode.NO_SUCH_USER);
    }
    if (to.get().equals(me)) {
      return refused(FailureCode.SELF);
    }
    return message
        .id()
        .map(id -> sendUnlessItOvertakes(member, to.get(), id, message))
        .orElseGet(() -> send(member, to.get(), gateway.messageIds().next(), message));
  }

  private Future<Reply> sendUnlessItOvertakes(
      Member member, Username to, MessageId id, Command.Message message) {
    RefusedForNow refused = member.refusedForNow();
    OptionalLong turn = refused.admit(to, id);
    if (turn.isEmpty()) {
      return refused(FailureCode.UNAVAILABLE);
    }
    return send(member, to, id, message)
        .onSuccess(sent -> refused.settle(to, id))
        .onFailure(failure -> {
          if (RequestRefused.isForNow(failure)) {
            refused.add(to, id, turn.getAsLong());
          } else {
            refused.settle(to, id);
          }
        });
  }

  private Future<Reply> send(Member member, Username to, MessageId id, Command.Message message) {
    ChatMessage accepted = new ChatMessage(member.user(), to, id, message.text(), gateway.now());
    return bus.ask(
            new MessagingRequest.Send(
                accepted, message.id().isPresent(), Optional.of(member.session())))
        .onSuccess(sent -> gateway.traffic().sent(sent.state()))
        .map(sent -> new Reply.MessageAccepted(id, sent.state(), sent.at()));
  }

  private Future<Reply> broadcast(Username me, Command.Broadcast broadcast) {
    return bus.ask(new MessagingRequest.Broadcast(me, broadcast.text(), gateway.now()))
        .map(reached -> new Reply.BroadcastSent(reached.reached(), reached.withheld()));
  }

  private Future<Reply> block(Member member, Username user) {
    // Before the answer is written: from then on the block must hold.
    return bus.ask(new PresenceRequest.Block(member.user(), user, spoken(member)))
        .onSuccess(done -> member.block(List.of(user)))
        .onFailure(failure -> {
          if (isRefused(failure, FailureCode.ALREADY_BLOCKED)) {
            member.block(List.of(user));
          }
        })
        .map(done -> new Reply.Ok());
  }

  private Future<Reply> unblock(Member member, Username user) {
    return bus.ask(new PresenceRequest.Unblock(member.user(), user, spoken(member)))
        .onSuccess(done -> member.blocks().remove(user))
        .onFailure(failure -> {
          if (isRefused(failure, FailureCode.NOT_BLOCKED)) {
            member.blocks().remove(user);
          }
        })
        .map(done -> new Reply.Ok());
  }

  private static Optional<Spoken> spoken(Member member) {
    return Optional.of(new Spoken(member.session(), member.blocks().nextChange()));
  }

  private Future<Reply> introduce(Member member, Username user) {
    Optional<String> fingerprint = member.offer().flatMap(PeerOffer::fingerprint);
    return bus.ask(new PresenceRequest.Introduce(member.user(), fingerprint, user))
        .map(introduced -> new Reply.PeerFound(introduced.peer()));
  }

  private static Reply consent(Member member, Command.Consent consent) {
    return member.meetings().decide(consent.token(), consent.accept())
        ? new Reply.Ok()
        : new Reply.Refused(
            FailureCode.BAD_REQUEST, "Nobody waits for the consent with this token any more.");
  }

  private Future<Reply> users(Request<PresenceRequest.Users> question) {
    return bus.ask(question).map(found -> new Reply.UserList(found.users()));
  }

  private Future<Reply> ok(Request<Done> question) {
    return bus.ask(question).map(done -> new Reply.Ok());
  }

  /** The user whom a command names, who must not be the one who gave it. */
  private static Future<Username> other(Username me, String name) {
    Optional<Username> user = Username.parse(name);
    if (user.isEmpty()) {
      return refused(FailureCode.NO_SUCH_USER);
    }
    return user.get().equals(me) ? refused(FailureCode.SELF) : Future.succeededFuture(user.get());
  }

  private static boolean isRefused(Throwable failure, FailureCode code) {
    return failure instanceof RequestRefused refusal && refusal.code() == code;
  }

  private static Future<Reply> reply(Reply reply) {
    return Future.succeededFuture(reply);
  }

  private static <T> Future<T> refused(FailureCode code) {
    return Future.failedFuture(new RequestRefused(code, "refused by the gateway"));
  }
}
