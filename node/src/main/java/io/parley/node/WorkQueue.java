// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Work that waits for a thread of the database. Bounded; what it has accepted it gives out. */
final class WorkQueue<T> {
  /** What became of an offer. */
  enum Offer {
    ACCEPTED,
    FULL,
    CLOSED
  }

  private final int capacity;
  private final Queue<T> waiting = new ArrayDeque<>();
  private boolean closed;

  WorkQueue(int capacity) {
    this.capacity = capacity;
  }

  synchronized Offer offer(T work) {
    if (closed) {
      return Offer.CLOSED;
    }
    if (waiting.size() >= capacity) {
      return Offer.FULL;
    }
    waiting.add(work);
    notifyAll();
    return Offer.ACCEPTED;
  }

  /** Waits for work and takes all that there is, up to a limit; nothing once closed and empty. */
  synchronized List<T> take(int most) throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<T> taken = new ArrayList<>(Math.min(most, waiting.size()));
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** How much waits. */
  synchronized int size() {
    return waiting.size();
  }

  /** Accepts no more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
