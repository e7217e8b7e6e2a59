// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.bus.PresenceRequest.Held;
import io.parley.bus.PresenceRequest.Refresh;
import io.parley.bus.PresenceRequest.Refreshed;
import io.parley.bus.PresenceRequest.Restore;
import io.parley.bus.PresenceRequest.Restored;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.presence.LastSessions.Reopened;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds what a gateway has against what is known here. The roster may forget, when nodes die
 * together, and may say two things in the two halves of a cluster, and each half takes the sessions
 * of the other for dead; the database has the last word on whose session is the last one.
 */
final class Refreshing {
  private static final int ATTEMPTS = 3;

  private final Bus bus;
  private final Stores stores;
  private final Announcements announcements;
  private final Turns turns;

  Refreshing(Bus bus, Stores stores, Announcements announcements, Turns turns) {
    this.bus = bus;
    this.stores = stores;
    this.announcements = announcements;
    this.turns = turns;
  }

  Future<Refreshed> refresh(Refresh question) {
    List<Held> held = question.sessions();
    return stores
        .lastSessions()
        .find(held.stream().map(Held::user).toList())
        .compose(lasts -> judge(question, lasts));
  }

  private Future<Refreshed> judge(Refresh question, Map<Username, LastSession> lasts) {
    List<Long> replaced = new ArrayList<>();
    List<Long> lost = new ArrayList<>();
    List<Future<Void>> lookedUp = new ArrayList<>();
    for (Held one : question.sessions()) {
      SessionRef session = new SessionRef(question.gateway(), one.number());
      LastSession last = lasts.get(one.user());
      if (last == null || !last.session().equals(session)) {
        replaced.add(one.number());
      } else if (!last.isOpen()) {
        lost.add(one.number());
      } else {
        lookedUp.add(
            isOnRoster(one.user(), session)
                .map(there -> {
                  if (!there) {
                    lost.add(one.number());
                  }
                  return null;
                }));
      }
    }
    return Future.all(lookedUp).map(all -> new Refreshed(replaced, lost));
  }

  private Future<Boolean> isOnRoster(Username user, SessionRef session) {
    return stores.roster().find(user).map(holder -> holder.filter(session::equals).isPresent());
  }

  /** Whoever was told that the session's user had gone is told that the user is there. */
  Future<Restored> restore(Restore wish) {
    return turns.takeAlways(
        wish.user(),
        () ->
            stores
                .lastSessions()
                .reopen(wish.user(), wish.session())
                .compose(reopened ->
                    reopened.isEmpty()
                        ? Future.succeededFuture(new Restored(false))
                        : enterRoster(wish, ATTEMPTS)
                            .compose(entered -> announce(wish, reopened.get()))));
  }

  private Future<Void> enterRoster(Restore wish, int attempts) {
    if (attempts == 0) {
      return Future.failedFuture(
          new RequestRefused(FailureCode.UNAVAILABLE, "no place for " + wish.user()));
    }
    return stores
        .roster()
        .claim(wish.user(), wish.session())
        .compose(holder ->
            holder.isEmpty() || holder.get().equals(wish.session())
                ? Future.succeededFuture()
                : replace(wish, holder.get(), attempts));
  }

  /** An older one, of the time when the cluster was in two halves. */
  private Future<Void> replace(Restore wish, SessionRef older, int attempts) {
    return stores
        .roster()
        .replace(wish.user(), older, wish.session())
        .compose(replaced -> {
          if (replaced) {
            bus.ask(new GatewayRequest.End(older, GoodbyeReason.REPLACED));
            return Future.succeededFuture();
          }
          return enterRoster(wish, attempts - 1);
        });
  }

  private Future<Restored> announce(Restore wish, Reopened reopened) {
    if (reopened.wasShown()) {
      return Future.succeededFuture(new Restored(true));
    }
    return stores
        .blockList()
        .of(wish.user())
        .map(blocked -> {
          announcements.joined(wish.user(), blocked);
          return new Restored(true);
        });
  }
}
