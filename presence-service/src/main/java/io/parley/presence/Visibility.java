// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.BlockState;
import io.parley.bus.PresenceRequest.BlockedRoute;
import io.parley.bus.PresenceRequest.HasBlocked;
import io.parley.bus.PresenceRequest.Online;
import io.parley.bus.PresenceRequest.OnlineSession;
import io.parley.bus.PresenceRequest.OnlineSince;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Route;
import io.parley.bus.PresenceRequest.RouteAnswer;
import io.parley.bus.PresenceRequest.SessionList;
import io.parley.bus.PresenceRequest.Sessions;
import io.parley.bus.PresenceRequest.Users;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is there for whom. Nothing here waits for anybody's turn. */
final class Visibility {
  private static final long MOST_SECONDS = 10_000_000_000L;

  private static final int MOST_SESSIONS = 1_000;

  private final Bus bus;
  private final Stores stores;
  private final InstantSource clock;

  Visibility(Bus bus, Stores stores, InstantSource clock) {
    this.bus = bus;
    this.stores = stores;
    this.clock = clock;
  }

  /** Asked for every message: whoever is online costs one look at the roster and no more. */
  Future<RouteAnswer> route(Route question) {
    return stores
        .roster()
        .find(question.to())
        .transform((session, failure) -> {
          if (failure != null) {
            return routeWithoutRoster(question, failure);
          }
          return session.isPresent()
              ? Future.succeededFuture(new Reachable(session.get()))
              : routeByDatabase(question);
        });
  }

  /**
   * In a cluster the roster may have lost a session, with nodes that died or in a part of the
   * cluster that is not reached: nobody is away whose session the database knows to be open.
   */
  private Future<RouteAnswer> routeByDatabase(Route question) {
    if (!bus.nodes().isClustered()) {
      return routeToAbsent(question);
    }
    return openSession(question.to())
        .compose(open ->
            open.isPresent()
                ? Future.succeededFuture(new Reachable(open.get()))
                : routeToAbsent(question));
  }

  /**
   * A part of the roster may not answer for long, when nodes die while it moves from one to the
   * other. Who is away without it nobody can say: others may find a session there.
   */
  private Future<RouteAnswer> routeWithoutRoster(Route question, Throwable failure) {
    return openSession(question.to())
        .compose(open ->
            open.isPresent()
                ? Future.succeededFuture(new Reachable(open.get()))
                : Future.failedFuture(failure));
  }

  private Future<Optional<SessionRef>> openSession(Username user) {
    return stores
        .lastSessions()
        .find(user)
        .map(last -> last.filter(LastSession::isOpen).map(LastSession::session));
  }

  private Future<RouteAnswer> routeToAbsent(Route question) {
    return stores
        .blockList()
        .contains(question.to(), question.from())
        .map(blocked -> blocked ? new BlockedRoute() : new Away());
  }

  Future<BlockState> hasBlocked(HasBlocked question) {
    return stores.blockList().since(question.user(), question.other()).map(BlockState::new);
  }

  Future<Users> online(Online question) {
    return stores.roster().users().map(users -> sortedBut(question.asker(), users));
  }

  Future<Users> onlineSince(OnlineSince question) {
    long seconds = Math.clamp(question.seconds(), 0, MOST_SECONDS);
    Instant time = clock.instant().minusSeconds(seconds);
    // The roster first: who leaves after that look is found in the database as still open.
    return stores
        .roster()
        .users()
        .compose(online ->
            stores
                .lastSessions()
                .since(time)
                .map(recent -> {
                  Set<Username> users = new HashSet<>(online);
                  users.addAll(recent);
                  return sortedBut(question.asker(), new ArrayList<>(users));
                }));
  }

  /** Looks at the whole roster, but for one user's session. */
  Future<SessionList> sessions(Sessions question) {
    if (question.user().isPresent()) {
      Username user = question.user().get();
      return stores
          .roster()
          .find(user)
          .map(found -> found.stream().map(session -> new OnlineSession(user, session)).toList())
          .map(sessions -> new SessionList(sessions.size(), sessions));
    }
    return stores.roster().sessions().map(all -> page(all, question));
  }

  private static SessionList page(Map<Username, SessionRef> all, Sessions question) {
    return new SessionList(
        all.size(),
        all.entrySet().stream()
            .filter(entry ->
                question.after().map(after -> entry.getKey().compareTo(after) > 0).orElse(true))
            .sorted(Map.Entry.comparingByKey())
            .limit(Math.clamp(question.limit(), 0, MOST_SESSIONS))
            .map(entry -> new OnlineSession(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Users sortedBut(Username asker, List<Username> users) {
    return new Users(users.stream().filter(user -> !user.equals(asker)).sorted().toList());
  }
}
