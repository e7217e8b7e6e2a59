// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.MessageId;
import io.parley.model.Username;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The messages of one session that a service refused for now. Until the client has sent them again,
 * in the order in which it wrote them, what it writes to the same recipient is refused for now,
 * too: accepted, it would overtake them, and a client that does not know of the refusal yet, and
 * loses its connection, would send them after it. For a while only, since there are clients that
 * send nothing again; but that while begins when the client has acknowledged what it was given
 * before the refusal, and so can have read that too. Bounded. Event loop of the gateway only.
 */
final class RefusedForNow {
  /** In which a client hears of a refusal and sends again. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** After the last refusal by a service: who has sent nothing again until then never will. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /** For which the order is remembered, though nothing is held back any more. */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private static final int MOST = 1_024;

  private final LongSupplier nanos;
  private final Reader reader;
  private final Map<Username, Refused> recipientToRefused = new HashMap<>();
  private int remembered;
  private long turns;
  private boolean isMoreThanRemembered;
  private long moreAt;

  /**
   * How far the client of the session has read. It must acknowledge in time, or the session ends.
   */
  interface Reader {
    /** How many messages it was given. */
    long timesGiven();

    /** Whether it has acknowledged as many of them, from the first. */
    boolean hasAcknowledged(long number);
  }

  /** What was refused to one recipient, by the order in which it was written first. */
  private final class Refused {
    private final TreeMap<Long, MessageId> turnToId = new TreeMap<>();
    private final Map<MessageId, Long> idToTurn = new HashMap<>();
    private long byServiceAt;
    private long lastAt;
    private long givenBefore;
    private boolean read;

    void put(long turn, MessageId id) {
      Long known = idToTurn.get(id);
      if (known == null || turn < known) {
        remove(id);
        idToTurn.put(id, turn);
        turnToId.put(turn, id);
        remembered++;
      }
    }

    void readOn(long now) {
      if (!read && reader.hasAcknowledged(givenBefore)) {
        read = true;
        lastAt = now;
        byServiceAt = now;
      }
    }

    OptionalLong remove(MessageId id) {
      Long turn = idToTurn.remove(id);
      if (turn == null) {
        return OptionalLong.empty();
      }
      turnToId.remove(turn);
      remembered--;
      return OptionalLong.of(turn);
    }

    boolean holdsBack(MessageId id, long now) {
      boolean isTimeOver = now - lastAt > MOMENT.toNanos() || now - byServiceAt > LONGEST.toNanos();
      boolean isOver = turnToId.isEmpty() || (isTimeOver && reader.hasAcknowledged(givenBefore));
      return !isOver && !turnToId.firstEntry().getValue().equals(id);
    }

    /** Whether nothing is remembered any more, also because it is too long ago. */
    boolean forgets(long now) {
      if (now - lastAt > MEMORY.toNanos()) {
        remembered -= turnToId.size();
        turnToId.clear();
        idToTurn.clear();
      }
      return turnToId.isEmpty();
    }
  }

  /**
   * @param nanos a clock that never goes back
   */
  RefusedForNow(LongSupplier nanos, Reader reader) {
    this.nanos = nanos;
    this.reader = reader;
  }

  /**
   * Decides whether a service is asked to take this message.
   *
   * @return its place in the order in which the messages were written, to be named when it is
   *     refused; empty if it must be refused for now without asking
   */
  OptionalLong admit(Username to, MessageId id) {
    long now = nanos.getAsLong();
    if (isMoreThanRemembered && now - moreAt > LONGEST.toNanos()) {
      isMoreThanRemembered = false;
    }
    Refused refused = recipientToRefused.get(to);
    if (refused == null) {
      return isMoreThanRemembered ? OptionalLong.empty() : OptionalLong.of(++turns);
    }
    if (refused.holdsBack(id, now)) {
      if (!refused.idToTurn.containsKey(id) && remembered < MOST) {
        refused.put(++turns, id);
        refused.lastAt = now;
      }
      return OptionalLong.empty();
    }
    OptionalLong place = refused.remove(id);
    if (refused.forgets(now)) {
      recipientToRefused.remove(to);
    }
    return place.isPresent() ? place : OptionalLong.of(++turns);
  }

  /** A service has refused this message for now. */
  void add(Username to, MessageId id, long turn) {
    long now = nanos.getAsLong();
    if (remembered >= MOST) {
      forgetWhatIsOld(now);
    }
    if (remembered >= MOST) {
      isMoreThanRemembered = true;
      moreAt = now;
      return;
    }
    Refused refused = recipientToRefused.computeIfAbsent(to, first -> new Refused());
    refused.put(turn, id);
    refused.lastAt = now;
    refused.byServiceAt = now;
    refused.givenBefore = reader.timesGiven();
    refused.read = reader.hasAcknowledged(refused.givenBefore);
  }

  /** The client has acknowledged something. */
  void readOn() {
    if (!recipientToRefused.isEmpty()) {
      long now = nanos.getAsLong();
      recipientToRefused.values().forEach(refused -> refused.readOn(now));
    }
  }

  /** A service has said the last word on this message: nothing waits for it any more. */
  void settle(Username to, MessageId id) {
    Refused refused = recipientToRefused.get(to);
    if (refused != null) {
      refused.remove(id);
      if (refused.turnToId.isEmpty()) {
        recipientToRefused.remove(to);
      }
    }
  }

  private void forgetWhatIsOld(long now) {
    recipientToRefused.values().removeIf(refused -> refused.forgets(now));
  }
}
