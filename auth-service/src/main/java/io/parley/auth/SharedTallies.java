// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tallies in the map that all nodes share. Each node sees to it that what it has written is
 * forgotten: the name untouched for longest when there are too many, and all that are old. Used on
 * one context.
 */
final class SharedTallies implements Tallies {
  private final AsyncMap<String, String> map;
  private final InstantSource clock;
  private final int mostNames;
  private final Duration memory;

  /** The names that this node has written, the one untouched for longest first. */
  private final Map<String, Instant> nameToTouched = new LinkedHashMap<>(16, 0.75f, true);

  private SharedTallies(
      AsyncMap<String, String> map, InstantSource clock, int mostNames, Duration memory) {
    this.map = map;
    this.clock = clock;
    this.mostNames = mostNames;
    this.memory = memory;
  }

  /**
   * The map of this name.
   *
   * @param mostNames that this node keeps tallies of
   * @param memory how long a name is remembered at least, if there is room
   */
  static Future<SharedTallies> open(
      Vertx vertx, String name, InstantSource clock, int mostNames, Duration memory) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(name)
        .map(map -> new SharedTallies(map, clock, mostNames, memory));
  }

  @Override
  public Future<Tally> find(String name) {
    return map.get(name).map(SharedTallies::parsed);
  }

  @Override
  public Future<Tally> change(String name, UnaryOperator<Tally> change) {
    return map.get(name)
        .compose(text -> {
          Tally before = parsed(text);
          Tally after = change.apply(before);
          return after.equals(before)
              ? Future.succeededFuture(after)
              : replace(name, text, after)
                  .compose(done ->
                      done
                          ? Future.succeededFuture(after)
                          : change(name, change)); // somebody else was quicker
        });
  }

  private Future<Boolean> replace(String name, @Nullable String before, Tally after) {
    if (after.equals(Tally.NONE)) {
      nameToTouched.remove(name);
      return before == null ? Future.succeededFuture(true) : map.removeIfPresent(name, before);
    }
    touch(name);
    return before == null
        ? map.putIfAbsent(name, after.toString(), 2 * memory.toMillis()).map(other -> other == null)
        : map.replaceIfPresent(name, before, after.toString());
  }

  private void touch(String name) {
    Instant now = clock.instant();
    nameToTouched.put(name, now);
    Instant old = now.minus(memory);
    Iterator<Map.Entry<String, Instant>> longestUntouched = nameToTouched.entrySet().iterator();
    while (longestUntouched.hasNext()) {
      Map.Entry<String, Instant> entry = longestUntouched.next();
      if (nameToTouched.size() <= mostNames && !entry.getValue().isBefore(old)) {
        return;
      }
      map.remove(entry.getKey());
      longestUntouched.remove();
    }
  }

  private static Tally parsed(@Nullable String text) {
    return text == null ? Tally.NONE : Tally.parse(text);
  }
}
