// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.Username;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** A block list for tests, in memory. */
final class MemoryBlockList implements BlockList {
  private final Map<Username, Set<Username>> userToTargets = new ConcurrentHashMap<>();
  private final Trouble trouble;

  MemoryBlockList(Trouble trouble) {
    this.trouble = trouble;
  }

  @Override
  public Future<Boolean> add(Username user, Username target) {
    return trouble.with(() -> targets(user).add(target));
  }

  @Override
  public Future<Boolean> remove(Username user, Username target) {
    return trouble.with(() -> targets(user).remove(target));
  }

  @Override
  public Future<Boolean> contains(Username user, Username target) {
    return trouble.with(() -> targets(user).contains(target));
  }

  @Override
  public Future<List<Username>> of(Username user) {
    return trouble.with(() -> List.copyOf(targets(user)));
  }

  private Set<Username> targets(Username user) {
    return userToTargets.computeIfAbsent(user, key -> new ConcurrentSkipListSet<>());
  }
}
