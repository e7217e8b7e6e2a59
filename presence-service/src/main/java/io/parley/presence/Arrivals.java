// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.vertx.core.Future;
import java.time.InstantSource;

/**
 * Begins sessions of users who proved who they are: each is its user's only one. First the roster,
 * then the database, then the others hear of it; what fails on the way is undone.
 */
final class Arrivals {
  private final Stores stores;
  private final Announcements announcements;
  private final Turns turns;
  private final InstantSource clock;

  Arrivals(Stores stores, Announcements announcements, Turns turns, InstantSource clock) {
    this.stores = stores;
    this.announcements = announcements;
    this.turns = turns;
    this.clock = clock;
  }

  Future<Claimed> claim(Claim wish) {
    return turns.take(wish.user(), () -> claimInTurn(wish));
  }

  private Future<Claimed> claimInTurn(Claim wish) {
    return stores
        .roster()
        .claim(wish.user(), wish.session())
        .compose(holder -> {
          if (holder.isEmpty()) {
            return begin(wish).recover(failure -> undo(wish, failure));
          }
          if (holder.get().equals(wish.session())) {
            return begin(wish); // asked again: the answer was lost
          }
          return Future.failedFuture(
              new RequestRefused(FailureCode.USER_ONLINE, wish.user() + " is online"));
        });
  }

  private Future<Claimed> begin(Claim wish) {
    return stores
        .blockList()
        .of(wish.user())
        .compose(blocked ->
            stores
                .lastSessions()
                .begin(wish.user(), wish.session(), clock.instant(), wish.resumeHash())
                .map(begun -> {
                  if (!begun.again()) {
                    if (begun.wasShown()) {
                      announcements.left(wish.user(), blocked);
                    }
                    announcements.joined(wish.user(), blocked);
                  }
                  return new Claimed(begun.previousLogin(), blocked);
                }));
  }

  private Future<Claimed> undo(Claim wish, Throwable failure) {
    return stores
        .roster()
        .release(wish.user(), wish.session())
        .transform((released, failedToo) -> Future.failedFuture(failure));
  }
}
