// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.RouteAnswer;
import io.parley.model.ChatMessage;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The look at the roster after a message was kept: a session that appeared meanwhile is nudged, so
 * that no message is stranded until a later login. Event loop of the messaging verticle only.
 */
final class SecondLook {
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Bus bus;

  SecondLook(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /**
   * Completed when the recipient is known to be away, or its session has been sent the nudge: what is
   * sent to that session afterwards comes after it. Never fails; a presence service that stays away
   * for long leaves the message in the store for the next login.
   */
  Future<Void> after(ChatMessage kept) {
    Promise<Void> looked = Promise.promise();
    look(kept, 1, looked);
    return looked.future();
  }

  private void look(ChatMessage kept, int attempt, Promise<Void> looked) {
    bus.ask(new PresenceRequest.Route(kept.from(), kept.to()))
        .onComplete(
            answer -> {
              nudgeIfThere(answer);
              looked.complete();
            },
            unavailable -> {
              if (attempt == ATTEMPTS) {
                looked.complete();
              } else {
                vertx.setTimer(PAUSE.toMillis(), timer -> look(kept, attempt + 1, looked));
              }
            });
  }

  private void nudgeIfThere(RouteAnswer answer) {
    if (answer instanceof PresenceRequest.Reachable there) {
      nudge(there.session(), 1);
    }
  }

  private void nudge(SessionRef session, int attempt) {
    bus.ask(new GatewayRequest.Nudge(session))
        .onFailure(
            unanswered -> {
              if (attempt < ATTEMPTS) {
                vertx.setTimer(PAUSE.toMillis(), timer -> nudge(session, attempt + 1));
              }
            });
  }
}
