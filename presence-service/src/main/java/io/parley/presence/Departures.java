// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Done;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Revert;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions: off the roster at once, then noted durably, then told to the others, once for each
 * session that they knew of. What does not work is tried again until it does, and each step does
 * nothing if it was done before or the user has a newer session.
 */
final class Departures {
  private static final Logger log = LoggerFactory.getLogger(Departures.class);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);

  private final Stores stores;
  private final Announcements announcements;
  private final Turns turns;
  private final InstantSource clock;
  private final Pause pause;
  private final Duration grace;
  private final Set<SessionRef> displaced = new HashSet<>();
  private final Set<Record> toTryAgain = new HashSet<>();

  /**
   * How a session ends.
   *
   * @param resumeHash of the secret that resumes it from now on; empty for the one that it has
   */
  private record End(
      Username user, SessionRef session, Departure departure, Optional<String> resumeHash) {}

  /**
   * @param grace how long the others are not told of a broken connection
   */
  Departures(
      Stores stores,
      Announcements announcements,
      Turns turns,
      InstantSource clock,
      Pause pause,
      Duration grace) {
    this.stores = stores;
    this.announcements = announcements;
    this.turns = turns;
    this.clock = clock;
    this.pause = pause;
    this.grace = grace;
  }

  /** Ends a session. If this fails it is tried again, also if nobody asks again. */
  Future<Done> release(Release wish) {
    return end(new End(wish.user(), wish.session(), wish.departure(), Optional.empty()));
  }

  /** Ends a session of which its client does not know; otherwise as {@link #release}. */
  Future<Done> revert(Revert wish) {
    Optional<String> resumeHash = Optional.of(wish.presentedHash());
    return end(new End(wish.user(), wish.session(), Departure.BROKEN, resumeHash));
  }

  /**
   * Ends a session by way of its gateway, for one that takes its place: meanwhile its release is no
   * departure. If no other takes its place after all, {@link #release} it then.
   */
  <T> Future<T> displacing(SessionRef session, Supplier<Future<T>> work) {
    displaced.add(session);
    return work.get().onComplete(result -> displaced.remove(session));
  }

  /** Tells the others that a session has ended, unless they know, or the user has a newer one. */
  Future<Done> tell(Username user, SessionRef session) {
    return turns
        .takeAlways(user, () -> tellNow(user, session))
        .onFailure(failure -> again(session, failure, () -> tell(user, session)));
  }

  private Future<Done> end(End end) {
    if (displaced.contains(end.session())) {
      // who displaces it has the user's turn and waits for it: it must not wait for the turn
      return Future.succeededFuture(Done.DONE);
    }
    return end(end, clock.instant());
  }

  private Future<Done> end(End end, Instant at) {
    return turns
        .takeAlways(
            end.user(),
            () ->
                stores
                    .roster()
                    .release(end.user(), end.session())
                    .compose(released -> note(end, at))
                    .compose(noted -> tellInTime(end)))
        .onFailure(failure -> again(end, failure, () -> end(end, at)));
  }

  private Future<Void> note(End end, Instant at) {
    LastSessions sessions = stores.lastSessions();
    if (end.resumeHash().isPresent()) {
      return sessions.revert(end.user(), end.session(), end.resumeHash().get(), at);
    }
    return end.departure() == Departure.LOGGED_OUT
        ? sessions.logOut(end.user(), end.session(), at)
        : sessions.end(end.user(), end.session(), at);
  }

  private Future<Done> tellInTime(End end) {
    if (end.departure() != Departure.BROKEN || grace.isZero()) {
      return tellNow(end.user(), end.session());
    }
    return stores
        .lastSessions()
        .find(end.user())
        .compose(last -> {
          if (last.isPresent() && last.get().resumeHash().isEmpty()) {
            return tellNow(end.user(), end.session()); // nobody can resume it
          }
          pause.of(grace).onSuccess(passed -> tell(end.user(), end.session()));
          return Future.succeededFuture(Done.DONE);
        });
  }

  private Future<Done> tellNow(Username user, SessionRef session) {
    return stores
        .blockList()
        .of(user)
        .compose(blocked ->
            stores
                .lastSessions()
                .hide(user, session)
                .map(mayTell -> {
                  if (mayTell) {
                    announcements.left(user, blocked);
                  }
                  return Done.DONE;
                }));
  }

  /** However often it fails and is asked for, one such thing is tried again at a time. */
  private void again(Record what, Throwable failure, Runnable work) {
    log.atDebug()
        .addKeyValue("what", what)
        .addKeyValue("why", failure.getMessage())
        .log("the end of a session could not be noted or told, and is tried again");
    if (toTryAgain.add(what)) {
      pause
          .of(TRY_AGAIN_AFTER)
          .onSuccess(passed -> {
            toTryAgain.remove(what);
            work.run();
          });
    }
  }
}
