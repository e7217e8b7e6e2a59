// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Secret;
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

  private record Expected(Caller caller, long timer) {}

  private record Visitor(Caller caller, Promise<Boolean> welcome, long timer) {}

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

  /** The server says that this user comes, with this key and this word. */
  void announce(Caller caller, Secret token) {
    Visitor early = tokenToVisitor.remove(token);
    if (early != null) {
      vertx.cancelTimer(early.timer());
      early.welcome().complete(early.caller().equals(caller));
      return;
    }
    if (tokenToExpected.size() >= MOST) {
      tokenToExpected.remove(tokenToExpected.keySet().iterator().next());
    }
    long timer = vertx.setTimer(good.toMillis(), id -> tokenToExpected.remove(token));
    tokenToExpected.put(token, new Expected(caller, timer));
  }

  /**
   * Whether the server has announced, or soon announces, exactly this user with this key and word.
   */
  Future<Boolean> welcomes(Caller caller, Secret token) {
    Expected expected = tokenToExpected.remove(token);
    if (expected != null) {
      vertx.cancelTimer(expected.timer());
      return Future.succeededFuture(expected.caller().equals(caller));
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
    tokenToVisitor.put(token, new Visitor(caller, welcome, timer));
    return welcome.future();
  }
}
