// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When one user had blocked another, as far as the one who blocks can know it: between sending a
 * command and reading its answer it may hold or not. Moments are those of the {@link Ledger}.
 */
final class BlockHistory {
  private static final int SPANS_KEPT = 64;
  private static final long NOT_YET = Long.MAX_VALUE;

  private final Deque<Span> spans = new ArrayDeque<>();

  private static final class Span {
    final long asked;
    long confirmed = NOT_YET;
    long endAsked = NOT_YET;
    long ended = NOT_YET;

    Span(long asked) {
      this.asked = asked;
    }

    @Override
    public String toString() {
      return "asked at %d, made by %s, end asked at %s, ended by %s"
          .formatted(asked, moment(confirmed), moment(endAsked), moment(ended));
    }

    private static String moment(long at) {
      return at == NOT_YET ? "-" : Long.toString(at);
    }
  }

  void blockAsked(long now) {
    if (spans.isEmpty() || spans.getLast().ended != NOT_YET) {
      spans.addLast(new Span(now));
      if (spans.size() > SPANS_KEPT) {
        spans.removeFirst();
      }
    }
  }

  void blockConfirmed(long now) {
    Span span = spans.getLast();
    if (span.confirmed == NOT_YET) {
      span.confirmed = now;
    }
  }

  void unblockAsked(long now) {
    Span span = spans.getLast();
    if (span.endAsked == NOT_YET) {
      span.endAsked = now;
    }
  }

  void unblockConfirmed(long now) {
    spans.getLast().ended = now;
  }

  /** The last of them, by the moments of what was asked and answered. */
  @Override
  public String toString() {
    return spans.isEmpty() ? "none" : spans.getLast().toString();
  }

  /** Whether the block was in force all the time between two moments, beyond doubt. */
  boolean heldThroughout(long from, long to) {
    return spans.stream().anyMatch(span -> span.confirmed < from && to < span.endAsked);
  }

  /** Whether the block can have been in force at some time between two moments. */
  boolean mayHaveHeld(long from, long to) {
    return spans.stream().anyMatch(span -> span.asked < to && from < span.ended);
  }
}
