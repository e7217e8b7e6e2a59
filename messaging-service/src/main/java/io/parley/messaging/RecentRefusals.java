// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.recent.RecentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who was refused for now, a moment ago, and whose gateway may not know it yet. What follows from
 * the same sender to the same recipient is refused, too, until the first one comes again or the
 * moment is over: accepted, it would overtake what its sender sends again. Bounded. Event loop of
 * the messaging verticle only.
 */
final class RecentRefusals {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final int MOST = 10_000;

  private final LongSupplier nanos;
  private final Map<Pair, Refused> pairToFirst = RecentMap.ofLastAdded(MOST);

  private record Pair(Username from, Username to) {
    static Pair of(ChatMessage message) {
      return new Pair(message.from(), message.to());
    }
  }

  private record Refused(MessageId id, Instant sentAt, long at) {}

  /**
   * @param nanos a clock that never goes back
   */
  RecentRefusals(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** This message has been refused for now. */
  void add(ChatMessage message) {
    pairToFirst.merge(
        Pair.of(message),
        new Refused(message.id(), message.acceptedAt(), nanos.getAsLong()),
        this::whichWasSentFirst);
  }

  private Refused whichWasSentFirst(Refused known, Refused added) {
    boolean isEarlier = added.sentAt().isBefore(known.sentAt());
    return isEarlier || isOver(known) ? added : known;
  }

  /** Whether this message must be refused, since one before it was. */
  boolean holdBack(ChatMessage message) {
    Refused first = pairToFirst.get(Pair.of(message));
    if (first == null) {
      return false;
    }
    if (isOver(first) || first.id().equals(message.id())) {
      pairToFirst.remove(Pair.of(message));
      return false;
    }
    return true;
  }

  private boolean isOver(Refused refused) {
    return nanos.getAsLong() - refused.at() > MOMENT.toNanos();
  }
}
