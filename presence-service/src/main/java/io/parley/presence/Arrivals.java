// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import java.time.InstantSource;

/**
 * Begins sessions of users who proved who they are: each is its user's only one. First the roster,
 * then the database, then the others hear of it; what fails on the way is undone.
 */
final class Arrivals {
  private final Bus bus;
  private final Stores stores;
  private final Announcements announcements;
  private final Turns turns;
  private final InstantSource clock;
  private final Ghosts ghosts;

  Arrivals(
      Bus bus,
      Stores stores,
      Announcements announcements,
      Turns turns,
      InstantSource clock,
      Ghosts ghosts) {
    this.bus = bus;
    this.stores = stores;
    this.announcements = announcements;
    this.turns = turns;
    this.clock = clock;
    this.ghosts = ghosts;
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
            return refuseIfForgotten(wish)
                .compose(free -> begin(wish))
                .recover(failure -> undo(wish, failure));
          }
          if (holder.get().equals(wish.session())) {
            return begin(wish); // asked again: the answer was lost
          }
          return isGone(holder.get())
              .compose(gone ->
                  gone
                      ? stores
                          .roster()
                          .release(wish.user(), holder.get())
                          .compose(released -> claimInTurn(wish))
                      : Future.failedFuture(isOnline(wish)));
        });
  }

  /** Whether it died with its gateway, or has ended, and nobody has yet come to clear it away. */
  private Future<Boolean> isGone(SessionRef holder) {
    return bus.nodes().isThere(holder.gateway())
        ? ghosts.hasEnded(holder)
        : Future.succeededFuture(true);
  }

  /** In a cluster, nodes that die together take parts of the roster with them. */
  private Future<Void> refuseIfForgotten(Claim wish) {
    if (!bus.nodes().isClustered()) {
      return Future.succeededFuture();
    }
    return stores
        .lastSessions()
        .find(wish.user())
        .compose(last ->
            last.filter(session -> lives(session, wish)).isPresent()
                ? Future.failedFuture(isOnline(wish))
                : Future.succeededFuture());
  }

  private boolean lives(LastSession last, Claim wish) {
    return last.isOpen()
        && !last.session().equals(wish.session())
        && bus.nodes().isThere(last.session().gateway());
  }

  private static RequestRefused isOnline(Claim wish) {
    return new RequestRefused(FailureCode.USER_ONLINE, wish.user() + " is online");
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
