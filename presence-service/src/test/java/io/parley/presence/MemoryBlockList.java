// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Spoken;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** A block list for tests, in memory. */
final class MemoryBlockList implements BlockList {
  private final Map<Username, Map<Username, Instant>> userToTargets = new ConcurrentHashMap<>();
  private final Map<Username, Spoken> userToLatest = new ConcurrentHashMap<>();
  private final Trouble trouble;

  MemoryBlockList(Trouble trouble) {
    this.trouble = trouble;
  }

  /** From now on, what was said in another session is too late. */
  void begin(Username user, SessionRef session) {
    userToLatest.put(user, new Spoken(session, 0));
  }

  @Override
  public Future<Boolean> add(Username user, Username target, Instant at, Optional<Spoken> spoken) {
    return inTime(user, spoken, () -> targets(user).putIfAbsent(target, at) == null);
  }

  @Override
  public Future<Boolean> remove(Username user, Username target, Optional<Spoken> spoken) {
    return inTime(user, spoken, () -> targets(user).remove(target) != null);
  }

  private Future<Boolean> inTime(Username user, Optional<Spoken> spoken, Supplier<Boolean> change) {
    if (spoken.isPresent()) {
      Spoken latest = userToLatest.get(user);
      if (latest == null
          || !latest.session().equals(spoken.get().session())
          || latest.number() > spoken.get().number()) {
        return Future.failedFuture(new RequestRefused(FailureCode.UNAVAILABLE, "too late"));
      }
      userToLatest.put(user, spoken.get());
    }
    return trouble.with(change);
  }

  @Override
  public Future<Boolean> contains(Username user, Username target) {
    return trouble.with(() -> targets(user).containsKey(target));
  }

  @Override
  public Future<Optional<Instant>> since(Username user, Username target) {
    return trouble.with(() -> Optional.ofNullable(targets(user).get(target)));
  }

  @Override
  public Future<List<Username>> of(Username user) {
    return trouble.with(() -> List.copyOf(targets(user).keySet()));
  }

  private Map<Username, Instant> targets(Username user) {
    return userToTargets.computeIfAbsent(user, key -> new ConcurrentSkipListMap<>());
  }
}
