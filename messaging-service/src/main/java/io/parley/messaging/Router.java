// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest.Send;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.RouteAnswer;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Finds out where a message must go. Event loop of the messaging verticle only. */
final class Router {
  private static final Future<Optional<Earlier>> NEVER_SENT_BEFORE =
      Future.succeededFuture(Optional.empty());

  private final Bus bus;
  private final Accounts accounts;
  private final RecentAnswers recent;
  private final Mailbox mailbox;

  /** Where a message must go. */
  sealed interface Destination {}

  /** To this session. */
  record Online(SessionRef session) implements Destination {}

  /** To the mailbox. */
  record Absent() implements Destination {}

  /** Nowhere: the same message was answered before. */
  record AnsweredBefore(Promised promised) implements Destination {}

  Router(Bus bus, Accounts accounts, RecentAnswers recent, Mailbox mailbox) {
    this.bus = bus;
    this.accounts = accounts;
    this.recent = recent;
    this.mailbox = mailbox;
  }

  /**
   * Refused if the recipient does not exist, or is away and has blocked the sender; and as it was
   * before, if perhaps nobody has heard that.
   */
  Future<Destination> route(Send question) {
    ChatMessage message = question.message();
    Future<RouteAnswer> route = ask(message);
    return findEarlier(message, question.idChosenBySender())
        .compose(earlier ->
            switch (earlier.orElse(null)) {
              case Promised promised -> Future.succeededFuture(new AnsweredBefore(promised));
              case LastWord word when word.mustBeSaidAgainTo(question) -> {
                recent.add(message, word);
                yield Future.failedFuture(blocked(message));
              }
              case LastWord word -> {
                recent.forgetRefusal(message);
                // Waited for, or it might delete what is remembered of the next refusal.
                yield mailbox
                    .forgetRefusal(message)
                    .compose(done -> route)
                    .compose(answer -> destination(message, answer));
              }
              case null -> route.compose(answer -> destination(message, answer));
            });
  }

  /** Since when the recipient, as the store has it now, has blocked the sender; empty if not. */
  Future<Optional<Instant>> blockedSince(ChatMessage message) {
    return bus.ask(new PresenceRequest.HasBlocked(message.to(), message.from()))
        .map(PresenceRequest.BlockState::since);
  }

  static boolean isBlocked(Throwable refusal) {
    return refusal instanceof RequestRefused refused && refused.code() == FailureCode.BLOCKED;
  }

  static RequestRefused blocked(ChatMessage message) {
    return new RequestRefused(FailureCode.BLOCKED, message.to() + " has blocked " + message.from());
  }

  private Future<RouteAnswer> ask(ChatMessage message) {
    return bus.ask(new PresenceRequest.Route(message.from(), message.to()));
  }

  private Future<Optional<Earlier>> findEarlier(ChatMessage message, boolean idChosenBySender) {
    if (!idChosenBySender) {
      return NEVER_SENT_BEFORE;
    }
    Optional<Promised> promised = recent.promised(message);
    return promised.isPresent()
        ? Future.succeededFuture(Optional.of(promised.get()))
        : mailbox.find(message).map(stored -> Earlier.ruling(stored, recent.refused(message)));
  }

  private Future<Destination> destination(ChatMessage message, RouteAnswer answer) {
    return switch (answer) {
      case PresenceRequest.Reachable there -> Future.succeededFuture(new Online(there.session()));
      case PresenceRequest.BlockedRoute blocked -> Future.failedFuture(blocked(message));
      case PresenceRequest.Away away -> accounts.require(message.to()).map(ok -> new Absent());
    };
  }
}
