// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Judges whether a client keeps up with what is written to it. Past a quarter of the limit, nothing
 * should be done for the client that makes it more; past the limit, or if then the client takes
 * nothing at all for a while, it is given up. Event loop of the session only.
 */
final class Patience {
  private final ContextInternal context;
  private final int limit;
  private final Duration time;
  private final Supplier<Optional<OutgoingBatch>> inFlight;
  private final LongSupplier untaken;
  private final Listener listener;
  private boolean congested;
  private boolean watching;
  private boolean exhausted;

  /** Who hears how the client keeps up. */
  interface Listener {
    /** The client does not keep up. Called at most once, and never from within a write. */
    void tooSlow();

    /** The client has taken all that waited. */
    void drained();
  }

  /**
   * @param limit how many bytes may wait
   * @param time how long a client may take nothing while much waits
   * @param inFlight what the client is about to take
   * @param untaken how many bytes of all that was written the client has not taken
   */
  Patience(
      ContextInternal context,
      int limit,
      Duration time,
      Supplier<Optional<OutgoingBatch>> inFlight,
      LongSupplier untaken,
      Listener listener) {
    this.context = context;
    this.limit = limit;
    this.time = time;
    this.inFlight = inFlight;
    this.untaken = untaken;
    this.listener = listener;
  }

  boolean isCongested() {
    return congested;
  }

  boolean isExhausted() {
    return exhausted;
  }

  /** More is to be written while this many bytes wait. */
  void beforeMore(int waiting) {
    if (waiting > limit) {
      exhaust();
    }
  }

  /** This many bytes wait, for the client has not taken them at once. */
  void waits(int waiting) {
    if (!congested && waiting > limit / 4) {
      congested = true;
      if (!watching) {
        inFlight.get().ifPresent(this::watch);
      }
    }
  }

  /** The client has taken everything. */
  void allTaken() {
    if (congested) {
      congested = false;
      context.emit(listener, Listener::drained);
    }
  }

  private void watch(OutgoingBatch batch) {
    long left = untaken.getAsLong();
    watching = true;
    context.owner().setTimer(time.toMillis(), fired -> check(batch, left));
  }

  private void check(OutgoingBatch watched, long left) {
    watching = false;
    Optional<OutgoingBatch> now = inFlight.get();
    if (!congested || now.isEmpty()) {
      return;
    }
    boolean tookNothing = now.get().equals(watched) && untaken.getAsLong() == left;
    if (tookNothing) {
      exhaust();
    } else {
      watch(now.get());
    }
  }

  private void exhaust() {
    if (!exhausted) {
      exhausted = true;
      // Later: who writes may be in the middle of telling all sessions.
      context.runOnContext(later -> listener.tooSlow());
    }
  }
}
