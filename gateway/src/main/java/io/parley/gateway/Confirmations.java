// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the store what the client has acknowledged, many at a time, and remembers which stored
 * messages the session has had, so that none is given twice while the store still has it. Event
 * loop of the session only.
 */
final class Confirmations {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int AT_A_TIME = 500;

  private final Bus bus;
  private final Vertx vertx;
  private final Username user;
  private final Runnable whenRemoved;
  private final Set<Long> known = new HashSet<>(0);

  private final List<Long> acknowledged = new ArrayList<>(0);
  private final List<Long> removed = new ArrayList<>(0);
  private final Promise<Void> closing;
  private boolean asking;
  private boolean closed;

  /**
   * @param whenRemoved called when removals are committed
   */
  Confirmations(Bus bus, Vertx vertx, Username user, Runnable whenRemoved) {
    this.bus = bus;
    this.vertx = vertx;
    this.user = user;
    this.whenRemoved = whenRemoved;
    this.closing = ((ContextInternal) vertx.getOrCreateContext()).promise();
  }

  /** What the session has had and the store may still have. */
  Set<Long> known() {
    return Collections.unmodifiableSet(known);
  }

  /** The session now has this message, which it did not have before. */
  void expect(long position) {
    known.add(position);
  }

  /** The client has acknowledged this message. */
  void add(long position) {
    acknowledged.add(position);
    confirm();
  }

  /**
   * Forgets positions whose removal is committed. Call only while no collection is under way: it
   * may have read before the removal.
   */
  void forgetRemoved() {
    removed.forEach(known::remove);
    removed.clear();
  }

  /** Completed when all is confirmed, or the store did not answer once more. */
  Future<Void> close() {
    closed = true;
    if (!asking && acknowledged.isEmpty()) {
      closing.tryComplete();
    } else {
      confirm();
    }
    return closing.future();
  }

  private void confirm() {
    if (asking || acknowledged.isEmpty()) {
      return;
    }
    asking = true;
    List<Long> batch =
        List.copyOf(acknowledged.subList(0, Math.min(AT_A_TIME, acknowledged.size())));
    bus.ask(new MessagingRequest.Confirm(user, batch))
        .onComplete(
            done -> {
              asking = false;
              acknowledged.subList(0, batch.size()).clear();
              removed.addAll(batch);
              goOn();
              whenRemoved.run();
            },
            unavailable -> {
              asking = false;
              if (closed) {
                closing.tryComplete();
              } else {
                vertx.setTimer(RETRY.toMillis(), timer -> confirm());
              }
            });
  }

  private void goOn() {
    if (!acknowledged.isEmpty()) {
      confirm();
    } else if (closed) {
      closing.tryComplete();
    }
  }
}
