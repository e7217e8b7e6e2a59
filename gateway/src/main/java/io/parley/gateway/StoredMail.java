// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest;
import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.bus.MessagingRequest.Mail;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is stored for one user, collected a batch at a time, each message once, until there is no
 * more; and removed from the store as the client acknowledges it. Event loop of the session only.
 */
final class StoredMail {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Bus bus;
  private final Vertx vertx;
  private final Username user;
  private final int batch;
  private final Runnable whenCollected;
  private final Confirmations confirmations;

  /** Collected, and not yet taken. */
  private final ArrayDeque<KeptMessage> collected = new ArrayDeque<>(0);

  private long collectedUpTo;
  private boolean collecting;
  private boolean allCollected;
  private boolean nudged;
  private boolean closed;

  /**
   * @param batch how many messages are collected at a time
   * @param whenCollected called after each collection that {@link #poll} began
   */
  StoredMail(Bus bus, Vertx vertx, Username user, int batch, Runnable whenCollected) {
    this.bus = bus;
    this.vertx = vertx;
    this.user = user;
    this.batch = batch;
    this.whenCollected = whenCollected;
    this.confirmations = new Confirmations(bus, vertx, user);
  }

  /** Collects the first batch; answers how many messages there are in all. */
  Future<Integer> open() {
    return collect().map(Mail::total);
  }

  /**
   * The next message, oldest first; null if none is at hand. Then, unless {@link #isExhausted},
   * more are being collected.
   */
  @Nullable KeptMessage poll() {
    KeptMessage next = collected.poll();
    if (next == null && !allCollected && !collecting && !closed) {
      collect()
          .onComplete(
              mail -> whenCollected.run(),
              unavailable -> vertx.setTimer(RETRY.toMillis(), timer -> whenCollected.run()));
    }
    return next;
  }

  /** Whether all that was stored, as far as this session knows, has been taken. */
  boolean isExhausted() {
    return allCollected && collected.isEmpty();
  }

  /** Something was stored meanwhile. */
  void nudge() {
    nudged = true;
    if (allCollected) {
      collectFromTheStart();
    }
  }

  /** The client has acknowledged a message. */
  void acknowledged(long position) {
    confirmations.add(position);
  }

  /** Completed when what was acknowledged is removed from the store, or cannot be now. */
  Future<Void> close() {
    closed = true;
    collected.clear();
    return confirmations.close();
  }

  private Future<Mail> collect() {
    collecting = true;
    confirmations.forgetRemoved();
    return bus.ask(new MessagingRequest.Collect(user, collectedUpTo, batch))
        .onComplete(
            mail -> {
              collecting = false;
              take(mail);
            },
            unavailable -> collecting = false);
  }

  private void take(Mail mail) {
    for (KeptMessage message : mail.messages()) {
      collectedUpTo = message.position();
      if (!closed && !confirmations.knows(message.position())) {
        confirmations.expect(message.position());
        collected.add(message);
      }
    }
    if (mail.messages().size() < batch) {
      if (nudged) {
        collectFromTheStart();
      } else {
        allCollected = true;
      }
    }
  }

  private void collectFromTheStart() {
    // Not from where the last collection ended: positions need not be committed in their order.
    nudged = false;
    allCollected = false;
    collectedUpTo = 0;
  }
}
