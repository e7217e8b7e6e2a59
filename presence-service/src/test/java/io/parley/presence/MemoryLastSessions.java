// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Resume;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The last sessions for tests, in memory. */
final class MemoryLastSessions implements LastSessions {
  private final Map<Username, LastSession> userToSession = new ConcurrentHashMap<>();
  private final Trouble trouble;
  private volatile @Nullable Instant lastBeat;

  MemoryLastSessions(Trouble trouble) {
    this.trouble = trouble;
  }

  @Override
  public Future<Optional<LastSession>> find(Username user) {
    return trouble.with(() -> Optional.ofNullable(userToSession.get(user)));
  }

  @Override
  public Future<Map<Username, LastSession>> find(Collection<Username> users) {
    return trouble.with(() -> {
      Map<Username, LastSession> found = new HashMap<>(userToSession);
      found.keySet().retainAll(users);
      return found;
    });
  }

  @Override
  public Future<Begun> begin(
      Username user, SessionRef session, Instant at, Optional<String> resumeHash) {
    return trouble.with(() -> {
      LastSession last = userToSession.get(user);
      return last != null && last.session().equals(session) && last.isOpen()
          ? new Begun(last.previousLogin(), last.shown(), true)
          : put(user, session, at, resumeHash);
    });
  }

  @Override
  public Future<Optional<Begun>> takeOver(Resume wish, SessionRef old, Instant at) {
    return trouble.with(() -> {
      LastSession last = userToSession.get(wish.user());
      return last != null
              && last.session().equals(old)
              && last.resumeHash().equals(Optional.of(wish.presentedHash()))
          ? Optional.of(put(wish.user(), wish.session(), at, Optional.of(wish.freshHash())))
          : Optional.empty();
    });
  }

  @Override
  public Future<Void> end(Username user, SessionRef session, Instant at) {
    return trouble.with(() -> change(user, session, last -> ended(last, at, last.resumeHash())));
  }

  @Override
  public Future<Void> logOut(Username user, SessionRef session, Instant at) {
    return trouble.with(() -> change(user, session, last -> ended(last, at, Optional.empty())));
  }

  @Override
  public Future<Void> revert(Username user, SessionRef session, String resumeHash, Instant at) {
    return trouble.with(() ->
        change(
            user,
            session,
            last -> last.resumeHash().isEmpty() ? last : ended(last, at, Optional.of(resumeHash))));
  }

  @Override
  public Future<Optional<Reopened>> reopen(Username user, SessionRef session) {
    return trouble.with(() -> {
      LastSession last = userToSession.get(user);
      if (last == null || !last.session().equals(session)) {
        return Optional.empty();
      }
      userToSession.put(
          user,
          new LastSession(
              session,
              last.loginAt(),
              Optional.empty(),
              last.resumeHash(),
              true,
              last.previousLogin()));
      return Optional.of(new Reopened(last.shown()));
    });
  }

  @Override
  public Future<Boolean> hide(Username user, SessionRef session) {
    return trouble.with(() -> {
      LastSession last = userToSession.get(user);
      boolean mayTell =
          last != null && last.session().equals(session) && !last.isOpen() && last.shown();
      if (mayTell) {
        userToSession.put(user, shown(last, false));
      }
      return mayTell;
    });
  }

  @Override
  public Future<List<Username>> since(Instant time) {
    return trouble.with(() ->
        userToSession.entrySet().stream()
            .filter(entry -> !entry.getValue().logoutAt().orElse(time).isBefore(time))
            .map(Map.Entry::getKey)
            .toList());
  }

  @Override
  public Future<List<Shown>> shown() {
    return trouble.with(() ->
        userToSession.entrySet().stream()
            .filter(entry -> entry.getValue().shown())
            .map(entry ->
                new Shown(entry.getKey(), entry.getValue().session(), entry.getValue().isOpen()))
            .toList());
  }

  @Override
  public Future<Void> close(Map<Username, SessionRef> sessions, Instant at) {
    return trouble.with(() -> {
      sessions.forEach((user, session) -> change(user, session, last -> closed(last, at)));
      return null;
    });
  }

  @Override
  public Future<Void> beat(Instant at) {
    return trouble.with(() -> {
      if (lastBeat == null || lastBeat.isBefore(at)) {
        lastBeat = at;
      }
      return null;
    });
  }

  @Override
  public Future<Optional<Instant>> lastBeat() {
    return trouble.with(() -> Optional.ofNullable(lastBeat));
  }

  private Begun put(Username user, SessionRef session, Instant at, Optional<String> resumeHash) {
    Optional<LastSession> last = Optional.ofNullable(userToSession.get(user));
    Optional<Instant> previousLogin = last.map(LastSession::loginAt);
    userToSession.put(
        user, new LastSession(session, at, Optional.empty(), resumeHash, true, previousLogin));
    return new Begun(previousLogin, last.map(LastSession::shown).orElse(false), false);
  }

  private @Nullable Void change(
      Username user, SessionRef session, UnaryOperator<LastSession> change) {
    userToSession.computeIfPresent(
        user, (key, last) -> last.session().equals(session) ? change.apply(last) : last);
    return null;
  }

  private static LastSession closed(LastSession last, Instant at) {
    Instant end = at.isBefore(last.loginAt()) ? last.loginAt() : at;
    return last.isOpen() ? ended(last, end, last.resumeHash()) : last;
  }

  private static LastSession ended(LastSession last, Instant at, Optional<String> resumeHash) {
    return new LastSession(
        last.session(),
        last.loginAt(),
        Optional.of(last.logoutAt().orElse(at)),
        resumeHash,
        last.shown(),
        last.previousLogin());
  }

  private static LastSession shown(LastSession last, boolean shown) {
    return new LastSession(
        last.session(),
        last.loginAt(),
        last.logoutAt(),
        last.resumeHash(),
        shown,
        last.previousLogin());
  }
}
