// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which session every online user has, the same for all nodes: at most one for each user, whoever
 * asks at the same moment. It forgets all when the last node stops.
 */
final class Roster {
  private static final String NAME = "parley.roster";

  private final AsyncMap<String, String> userToSession;

  Roster(AsyncMap<String, String> userToSession) {
    this.userToSession = userToSession;
  }

  static Future<Roster> open(Vertx vertx) {
    return vertx.sharedData().<String, String>getAsyncMap(NAME).map(Roster::new);
  }

  /**
   * Gives the user to this session unless a session has the user already.
   *
   * @return the session that had the user already, which may be this one; if empty, this one has
   *     the user from now on
   */
  Future<Optional<SessionRef>> claim(Username user, SessionRef session) {
    return userToSession
        .putIfAbsent(user.value(), SessionText.write(session))
        .map(holder -> Optional.ofNullable(holder).map(SessionText::read));
  }

  /** Hands the user from one session over to another; false if it was not the first one's. */
  Future<Boolean> replace(Username user, SessionRef old, SessionRef fresh) {
    return userToSession.replaceIfPresent(
        user.value(), SessionText.write(old), SessionText.write(fresh));
  }

  /** Takes the user from this session; false if the user was not this session's. */
  Future<Boolean> release(Username user, SessionRef session) {
    return userToSession.removeIfPresent(user.value(), SessionText.write(session));
  }

  /** The session that has the user. One look-up: every message begins with it. */
  Future<Optional<SessionRef>> find(Username user) {
    return userToSession
        .get(user.value())
        .map(session -> Optional.ofNullable(session).map(SessionText::read));
  }

  /** All who are online, in no order. */
  Future<List<Username>> users() {
    return userToSession.keys().map(users -> users.stream().map(Username::new).toList());
  }

  /** All who are online, and their sessions. */
  Future<Map<Username, SessionRef>> sessions() {
    return userToSession
        .entries()
        .map(entries -> {
          Map<Username, SessionRef> sessions = HashMap.newHashMap(entries.size());
          entries.forEach(
              (user, session) -> sessions.put(new Username(user), SessionText.read(session)));
          return sessions;
        });
  }
}
