// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest.Declined;
import io.parley.bus.GatewayRequest.Expecting;
import io.parley.bus.GatewayRequest.Gone;
import io.parley.bus.GatewayRequest.Meet;
import io.parley.bus.GatewayRequest.MeetAnswer;
import io.parley.bus.GatewayRequest.TakesNone;
import io.parley.bus.GatewayRequest.Unwelcome;
import io.parley.bus.PresenceRequest.Introduce;
import io.parley.bus.PresenceRequest.Introduced;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Introduces two clients to each other for a private session. The session that is asked for has the
 * last word: only it gives the address away.
 */
final class Introductions {
  private final Stores stores;
  private final Accounts accounts;
  private final Bus bus;
  private final Supplier<Secret> tokens;

  /**
   * @param tokens one-time words that nobody can guess
   */
  Introductions(Stores stores, Accounts accounts, Bus bus, Supplier<Secret> tokens) {
    this.stores = stores;
    this.accounts = accounts;
    this.bus = bus;
    this.tokens = tokens;
  }

  Future<Introduced> introduce(Introduce wish) {
    if (wish.from().equals(wish.to())) {
      return refuse(wish, FailureCode.SELF);
    }
    return stores
        .roster()
        .find(wish.to())
        .compose(session ->
            session.isPresent()
                ? meet(wish, session.get())
                : accounts.require(wish.to()).compose(exists -> refuseAbsent(wish)));
  }

  private Future<Introduced> meet(Introduce wish, SessionRef session) {
    return bus.ask(new Meet(session, wish.from(), wish.fingerprint(), tokens.get()))
        .compose(answer -> conclude(wish, answer));
  }

  private Future<Introduced> conclude(Introduce wish, MeetAnswer answer) {
    return switch (answer) {
      case Expecting expecting -> Future.succeededFuture(new Introduced(expecting.peer()));
      case Declined declined -> refuse(wish, FailureCode.DECLINED);
      case TakesNone takesNone -> refuse(wish, FailureCode.NO_PEER);
      case Unwelcome unwelcome -> refuse(wish, FailureCode.BLOCKED);
      case Gone gone -> refuseAbsent(wish);
    };
  }

  private Future<Introduced> refuseAbsent(Introduce wish) {
    return stores
        .blockList()
        .contains(wish.to(), wish.from())
        .compose(blocked -> refuse(wish, blocked ? FailureCode.BLOCKED : FailureCode.OFFLINE));
  }

  private static Future<Introduced> refuse(Introduce wish, FailureCode code) {
    return Future.failedFuture(new RequestRefused(code, wish.from() + " cannot meet " + wish.to()));
  }
}
