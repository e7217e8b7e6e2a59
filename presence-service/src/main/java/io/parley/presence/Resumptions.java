// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest.End;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Resume;
import io.parley.bus.RequestRefused;
import io.parley.loop.TimeLimit;
import io.parley.model.FailureCode;
import io.parley.model.GoodbyeReason;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.presence.LastSessions.Begun;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Begins sessions of users who present the secret of their last one, whose place they take: if it
 * still lives it is ended first. Each secret works once, unless the client has not heard that it
 * worked.
 */
final class Resumptions {
  private static final int ATTEMPTS = 3;

  private final Stores stores;
  private final Bus bus;
  private final Announcements announcements;
  private final Departures departures;
  private final Turns turns;
  private final InstantSource clock;
  private final ResumeRules rules;

  Resumptions(
      Stores stores,
      Bus bus,
      Announcements announcements,
      Departures departures,
      Turns turns,
      InstantSource clock,
      ResumeRules rules) {
    this.stores = stores;
    this.bus = bus;
    this.announcements = announcements;
    this.departures = departures;
    this.turns = turns;
    this.clock = clock;
    this.rules = rules;
  }

  Future<Claimed> resume(Resume wish) {
    return turns.take(
        wish.user(),
        () ->
            stores
                .lastSessions()
                .find(wish.user())
                .compose(last -> last.isEmpty() ? refuse(wish) : resume(wish, last.get())));
  }

  private Future<Claimed> resume(Resume wish, LastSession last) {
    if (isAskedAgain(wish, last)) {
      return enterRoster(wish, ATTEMPTS).compose(entered -> answerAgain(wish, last));
    }
    if (!mayBeResumed(wish, last)) {
      return refuse(wish);
    }
    return enterRoster(wish, ATTEMPTS)
        .compose(
            entered -> begin(wish, last).recover(failure -> undo(wish, last.session(), failure)));
  }

  private static boolean isAskedAgain(Resume wish, LastSession last) {
    return last.isOpen()
        && last.session().equals(wish.session())
        && isSame(wish.freshHash(), last.resumeHash());
  }

  private boolean mayBeResumed(Resume wish, LastSession last) {
    boolean inTime =
        last.logoutAt().isEmpty()
            || !last.logoutAt().get().plus(rules.validFor()).isBefore(clock.instant());
    // A wish that comes late must not begin a session that has been reverted.
    boolean isOver = last.session().equals(wish.session());
    return isSame(wish.presentedHash(), last.resumeHash()) && inTime && !isOver;
  }

  /** Takes the same time wherever they differ. */
  private static boolean isSame(String hash, Optional<String> known) {
    return known.isPresent()
        && MessageDigest.isEqual(
            hash.getBytes(StandardCharsets.UTF_8), known.get().getBytes(StandardCharsets.UTF_8));
  }

  private Future<Void> enterRoster(Resume wish, int attempts) {
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

  private Future<Void> replace(Resume wish, SessionRef old, int attempts) {
    return departures
        .displacing(old, () -> end(old))
        .compose(ended -> stores.roster().replace(wish.user(), old, wish.session()))
        .compose(
            replaced -> replaced ? Future.<Void>succeededFuture() : enterRoster(wish, attempts - 1))
        .onFailure(failure -> releaseLater(wish.user(), old));
  }

  private Future<Done> end(SessionRef session) {
    // one that does not answer is dead, and loses its place all the same
    Future<Done> ended = bus.ask(new End(session, GoodbyeReason.REPLACED));
    return TimeLimit.within(rules.endingTime(), ended).otherwise(Done.DONE);
  }

  private Future<Claimed> begin(Resume wish, LastSession last) {
    return stores
        .blockList()
        .of(wish.user())
        .compose(blocked ->
            stores
                .lastSessions()
                .takeOver(wish, last.session(), clock.instant())
                .compose(begun ->
                    begun.isEmpty()
                        ? answerIfAskedAgain(wish)
                        : Future.succeededFuture(announce(wish, begun.get(), blocked))));
  }

  /** Another node may have carried it out in this moment: it is asked again when one is silent. */
  private Future<Claimed> answerIfAskedAgain(Resume wish) {
    return stores
        .lastSessions()
        .find(wish.user())
        .compose(last ->
            last.filter(now -> isAskedAgain(wish, now)).isPresent()
                ? answerAgain(wish, last.get())
                : refuse(wish));
  }

  private Claimed announce(Resume wish, Begun begun, List<Username> blocked) {
    if (!begun.wasShown()) {
      announcements.joined(wish.user(), blocked);
    }
    return new Claimed(begun.previousLogin(), blocked);
  }

  private Future<Claimed> answerAgain(Resume wish, LastSession last) {
    return stores
        .blockList()
        .of(wish.user())
        .map(blocked -> new Claimed(last.previousLogin(), blocked));
  }

  private Future<Claimed> undo(Resume wish, SessionRef old, Throwable failure) {
    releaseLater(wish.user(), old);
    return stores
        .roster()
        .release(wish.user(), wish.session())
        .transform((released, failedToo) -> Future.failedFuture(failure));
  }

  /** The old session was ended for one that did not come: it is gone, and may be resumed. */
  private void releaseLater(Username user, SessionRef old) {
    departures.release(new Release(user, old, Departure.BROKEN));
  }

  private static Future<Claimed> refuse(Resume wish) {
    return Future.failedFuture(
        new RequestRefused(
            FailureCode.BAD_CREDENTIALS, "not the secret of the last session of " + wish.user()));
  }
}
