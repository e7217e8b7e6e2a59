// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A clock that stands still until it is moved; pauses end when it has been moved past their end.
 */
final class MovableTime implements InstantSource, Pause {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Waiting> waiting = new ArrayList<>();
  private Instant now = START;

  private record Waiting(Instant until, Promise<Void> done, Context context) {}

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized Future<Void> of(Duration length) {
    Promise<Void> done = Promise.promise();
    waiting.add(new Waiting(now.plus(length), done, Vertx.currentContext()));
    return done.future();
  }

  /** How many pauses have not ended. */
  synchronized int pauses() {
    return waiting.size();
  }

  synchronized void pass(Duration time) {
    now = now.plus(time);
    List<Waiting> due = waiting.stream().filter(pause -> !pause.until().isAfter(now)).toList();
    waiting.removeAll(due);
    due.forEach(pause -> pause.context().runOnContext(passed -> pause.done().complete()));
  }
}
