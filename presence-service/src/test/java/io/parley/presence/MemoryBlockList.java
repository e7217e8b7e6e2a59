// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A block list for tests, in memory. */
final class MemoryBlockList implements BlockList {
  private final Map<Username, Map<Username, Instant>> userToTargets = new ConcurrentHashMap<>();
  private final Trouble trouble;

  MemoryBlockList(Trouble trouble) {
    this.trouble = trouble;
  }

  @Override
  public Future<Boolean> add(Username user, Username target, Instant at) {
    return trouble.with(() -> targets(user).putIfAbsent(target, at) == null);
  }

  @Override
  public Future<Boolean> remove(Username user, Username target) {
    return trouble.with(() -> targets(user).remove(target) != null);
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
