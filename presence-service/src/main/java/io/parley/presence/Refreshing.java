// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Held;
import io.parley.bus.PresenceRequest.Refresh;
import io.parley.bus.PresenceRequest.Refreshed;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the roster against what a gateway has. The roster may forget, when nodes die together, and
 * may say two things in the two halves of a cluster; the database has the last word: the session
 * that it calls a user's last one, and open, is the user's session.
 */
final class Refreshing {
  private final Stores stores;
  private final Turns turns;

  /** What has become of a session. */
  private enum Fate {
    LIVES,
    REPLACED,
    ENDED
  }

  Refreshing(Stores stores, Turns turns) {
    this.stores = stores;
    this.turns = turns;
  }

  Future<Refreshed> refresh(Refresh question) {
    List<Held> held = question.sessions();
    List<Future<Fate>> fates = new ArrayList<>(held.size());
    for (Held session : held) {
      fates.add(fate(session.user(), new SessionRef(question.gateway(), session.number())));
    }
    return Future.all(fates).map(all -> answer(held, fates));
  }

  private static Refreshed answer(List<Held> held, List<Future<Fate>> fates) {
    List<Long> replaced = new ArrayList<>();
    List<Long> ended = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      switch (fates.get(i).result()) {
        case LIVES -> {}
        case REPLACED -> replaced.add(held.get(i).number());
        case ENDED -> ended.add(held.get(i).number());
      }
    }
    return new Refreshed(replaced, ended);
  }

  private Future<Fate> fate(Username user, SessionRef session) {
    return stores
        .roster()
        .find(user)
        .compose(holder ->
            holder.filter(session::equals).isPresent()
                ? Future.succeededFuture(Fate.LIVES)
                : turns.takeAlways(user, () -> askDatabase(user, session)));
  }

  private Future<Fate> askDatabase(Username user, SessionRef session) {
    return stores
        .lastSessions()
        .find(user)
        .compose(last -> {
          if (last.isEmpty() || !last.get().session().equals(session)) {
            return Future.succeededFuture(Fate.REPLACED);
          }
          return last.get().isOpen() ? enter(user, session) : Future.succeededFuture(Fate.ENDED);
        });
  }

  private Future<Fate> enter(Username user, SessionRef session) {
    return stores
        .roster()
        .claim(user, session)
        .compose(holder ->
            holder.isEmpty() || holder.get().equals(session)
                ? Future.succeededFuture()
                : stores.roster().replace(user, holder.get(), session))
        .map(entered -> Fate.LIVES);
  }
}
