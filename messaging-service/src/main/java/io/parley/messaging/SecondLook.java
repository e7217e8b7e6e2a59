// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.RouteAnswer;
import io.parley.model.ChatMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * The look at the roster after a message was kept: a session that appeared meanwhile is nudged, so
 * that no message is stranded until a later login. Event loop of the messaging verticle only.
 */
final class SecondLook {
  private static final int ATTEMPTS = 8_000;
  private static final long PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final Vertx vertx;
  private final Bus bus;

  SecondLook(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /**
   * Completed when the recipient is known to be away, or its session knows of the message: whatever
   * that session is given afterwards comes after it. Never fails. Where presence or the gateway
   * does not answer, the look is repeated until it is clear, for about an hour: a gateway that was
   * taken for dead may come back, with a session that would be given something newer first. The
   * message is safe in the store meanwhile, and its sender's question ends in time without an
   * answer.
   */
  Future<Void> after(ChatMessage kept) {
    Promise<Void> looked = Promise.promise();
    look(kept, 1, looked);
    return looked.future();
  }

  private void look(ChatMessage kept, int attempt, Promise<Void> looked) {
    bus.ask(new PresenceRequest.Route(kept.from(), kept.to()))
        .compose(this::nudgeWhoIsThere)
        .onComplete(done -> looked.tryComplete(), unanswered -> lookAgain(kept, attempt, looked));
  }

  private Future<Done> nudgeWhoIsThere(RouteAnswer answer) {
    return answer instanceof PresenceRequest.Reachable there
        ? bus.ask(new GatewayRequest.Nudge(there.session()))
        : Future.succeededFuture(Done.DONE);
  }

  private void lookAgain(ChatMessage kept, int attempt, Promise<Void> looked) {
    if (attempt == ATTEMPTS) {
      looked.tryComplete();
      return;
    }
    long pause = Math.min(PAUSE_MILLIS * attempt, LONGEST_PAUSE_MILLIS);
    vertx.setTimer(pause, timer -> look(kept, attempt + 1, looked));
  }
}
