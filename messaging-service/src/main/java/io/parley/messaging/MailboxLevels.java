// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.Username;
import io.parley.recent.RecentMap;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * How full mailboxes are, counted once and then kept in step. Exact where one messaging service
 * keeps all mail; where several do, right again after a minute. Event loop of its verticle only.
 */
final class MailboxLevels {
  private static final int REMEMBERED = 20_000;
  private static final Duration TRUSTED_FOR = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final int limit;
  private final Function<Username, Future<Integer>> count;
  private final Map<Username, Measured> userToLevel = RecentMap.ofLastUsed(REMEMBERED);

  private record Measured(Future<Level> level, long atMillis) {}

  /** The count of one mailbox. */
  final class Level {
    private int messages;

    private Level(int messages) {
      this.messages = messages;
    }

    /** How many more may be kept. */
    int room() {
      return Math.max(0, limit - messages);
    }

    void add(int difference) {
      messages += difference;
    }
  }

  MailboxLevels(InstantSource clock, int limit, Function<Username, Future<Integer>> count) {
    this.clock = clock;
    this.limit = limit;
    this.count = count;
  }

  /** Those who wait for the same count are answered in the order in which they asked. */
  Future<Level> of(Username user) {
    long now = clock.millis();
    Measured known = userToLevel.get(user);
    if (known != null && isTrusted(known, now)) {
      return known.level();
    }
    Future<Level> level = count.apply(user).map(Level::new);
    userToLevel.put(user, new Measured(level, now));
    return level;
  }

  private static boolean isTrusted(Measured known, long now) {
    // While the first count is under way, later askers wait for it: one count is enough.
    boolean underWay = !known.level().isComplete();
    return underWay
        || (known.level().succeeded() && now - known.atMillis() < TRUSTED_FOR.toMillis());
  }

  void removed(Username user, int messages) {
    Measured known = userToLevel.get(user);
    if (known != null && known.level().succeeded()) {
      known.level().result().add(-messages);
    }
  }
}
