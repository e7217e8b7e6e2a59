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
 * may say two things in the two halves of a cluster; the database has the last word on whose
 * session was the last one.
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

  /**
   * A session that the roster has lost is not entered again, though it may still be its user's:
   * what was stored for the user meanwhile would come after what is sent now. It ends, and its
   * user's client resumes and is given all in order.
   */
  private Future<Fate> askDatabase(Username user, SessionRef session) {
    return stores
        .lastSessions()
        .find(user)
        .map(last ->
            last.filter(it -> it.session().equals(session)).isPresent()
                ? Fate.ENDED
                : Fate.REPLACED);
  }
}
