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
import java.util.List;
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

  private boolean collecting;
  private boolean allCollected;
  private boolean awaitsRemoval;
  private boolean nudged;
  private boolean closed;

  /**
   * @param batch how many messages are collected at a time
   * @param whenCollected called when a collection that {@link #poll} began is over, or one that it
   *     put off may begin
   */
  StoredMail(Bus bus, Vertx vertx, Username user, int batch, Runnable whenCollected) {
    this.bus = bus;
    this.vertx = vertx;
    this.user = user;
    this.batch = batch;
    this.whenCollected = whenCollected;
    this.confirmations = new Confirmations(bus, vertx, user, this::removed);
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
      collectMore();
    }
    return next;
  }

  private void collectMore() {
    confirmations.forgetRemoved();
    if (confirmations.known().size() > MessagingRequest.Collect.LARGEST) {
      awaitsRemoval = true;
      return;
    }
    collect()
        .onComplete(
            mail -> whenCollected.run(),
            unavailable -> vertx.setTimer(RETRY.toMillis(), timer -> whenCollected.run()));
  }

  private void removed() {
    if (awaitsRemoval) {
      awaitsRemoval = false;
      whenCollected.run();
    }
  }

  /** Whether all that was stored, as far as this session knows, has been taken. */
  boolean isExhausted() {
    return allCollected && collected.isEmpty();
  }

  /** Something was stored meanwhile. */
  void nudge() {
    nudged = true;
    allCollected = false;
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
    nudged = false;
    List<Long> had = List.copyOf(confirmations.known());
    return bus.ask(new MessagingRequest.Collect(user, had, batch))
        .onComplete(
            mail -> {
              collecting = false;
              take(mail.messages());
            },
            unavailable -> collecting = false);
  }

  private void take(List<KeptMessage> messages) {
    for (KeptMessage message : messages) {
      if (!closed) {
        confirmations.expect(message.position());
        collected.add(message);
      }
    }
    allCollected = messages.size() < batch && !nudged;
  }
}
