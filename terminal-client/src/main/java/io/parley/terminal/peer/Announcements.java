// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Secret;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whom the server said to expect, with which word. A word is good once and for a while; who comes
 * before its announcement is waited for, since the two travel different ways. Event loop only.
 */
final class Announcements {
  private static final int MOST = 256;

  private record Expected(Username user, long timer) {}

  private record Visitor(Username user, Promise<Boolean> welcome, long timer) {}

  private final Vertx vertx;
  private final Duration good;
  private final Duration wait;
  private final Map<Secret, Expected> tokenToExpected = new LinkedHashMap<>();
  private final Map<Secret, Visitor> tokenToVisitor = new LinkedHashMap<>();

  /**
   * @param good how long a word is good
   * @param wait how long a visitor may be ahead of the announcement
   */
  Announcements(Vertx vertx, Duration good, Duration wait) {
    this.vertx = vertx;
    this.good = good;
    this.wait = wait;
  }

  /** The server says that this user comes with this word. */
  void announce(Username user, Secret token) {
    Visitor early = tokenToVisitor.remove(token);
    if (early != null) {
      vertx.cancelTimer(early.timer());
      early.welcome().complete(early.user().equals(user));
      return;
    }
    if (tokenToExpected.size() >= MOST) {
      tokenToExpected.remove(tokenToExpected.keySet().iterator().next());
    }
    long timer = vertx.setTimer(good.toMillis(), id -> tokenToExpected.remove(token));
    tokenToExpected.put(token, new Expected(user, timer));
  }

  /** Whether the server has announced, or soon announces, exactly this user with this word. */
  Future<Boolean> welcomes(Username user, Secret token) {
    Expected expected = tokenToExpected.remove(token);
    if (expected != null) {
      vertx.cancelTimer(expected.timer());
      return Future.succeededFuture(expected.user().equals(user));
    }
    if (tokenToVisitor.containsKey(token) || tokenToVisitor.size() >= MOST) {
      return Future.succeededFuture(false);
    }
    Promise<Boolean> welcome = Promise.promise();
    long timer =
        vertx.setTimer(
            wait.toMillis(),
            id -> {
              tokenToVisitor.remove(token);
              welcome.complete(false);
            });
    tokenToVisitor.put(token, new Visitor(user, welcome, timer));
    return welcome.future();
  }
}
