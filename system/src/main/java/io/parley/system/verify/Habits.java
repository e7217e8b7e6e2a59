// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.time.Duration;
import java.util.Random;

/** What a participant chooses at random, and how often. */
final class Habits {
  /** How a session ends if it is the client that ends it. */
  enum Ending {
    LOGOUT,
    RESET,
    CLOSE,
    END_OF_INPUT,
    ABANDON
  }

  private final Random random;
  private final int self;
  private final int users;

  Habits(long seed, int self, int users) {
    this.random = new Random(seed * 31 + self);
    this.self = self;
    this.users = users;
  }

  /** Mostly short sessions, since it is at their edges that things go wrong. */
  Duration sessionLength() {
    if (Member.isGuest(self)) {
      return between(50, 2_000);
    }
    double kind = random.nextDouble();
    if (kind < 0.5) {
      return between(50, 2_000);
    }
    return kind < 0.8 ? between(2_000, 8_000) : between(15_000, 40_000);
  }

  Duration absence() {
    if (Member.isGuest(self)) {
      return between(500, 4_000);
    }
    return random.nextDouble() < 0.7 ? between(0, 300) : between(300, 4_000);
  }

  Duration untilNextWords() {
    return between(20, 250);
  }

  Duration untilNextBlock() {
    return between(500, 4_000);
  }

  Duration untilNextSlowness() {
    return between(2_000, 20_000);
  }

  /** Sometimes longer than the server waits for an acknowledgement. */
  Duration slowness() {
    return random.nextDouble() < 0.8 ? between(50, 1_000) : between(2_000, 5_000);
  }

  /** Whether acknowledgements are held back for a while from now on. */
  boolean acknowledgesLate() {
    return random.nextDouble() < 0.2;
  }

  int messagesAtOnce() {
    return random.nextDouble() < 0.1 ? 20 : 1 + random.nextInt(3);
  }

  /** Mostly a neighbour, so that the same two talk much. */
  int someoneElse() {
    int distance = random.nextDouble() < 0.7 ? 1 + random.nextInt(3) : 1 + random.nextInt(users);
    int other = (self + distance) % users;
    return other == self ? (self + 1) % users : other;
  }

  int aGuest() {
    int guests = users / Member.GUEST_EVERY;
    if (guests == 0) {
      return someoneElse();
    }
    int other = random.nextInt(guests) * Member.GUEST_EVERY + Member.GUEST_EVERY - 1;
    return other == self ? someoneElse() : other;
  }

  Ending ending() {
    double kind = random.nextDouble();
    if (kind < 0.45) {
      return Ending.LOGOUT;
    }
    if (kind < 0.8) {
      return Ending.RESET;
    }
    if (kind < 0.9) {
      return kind < 0.85 ? Ending.CLOSE : Ending.END_OF_INPUT;
    }
    return Ending.ABANDON;
  }

  Duration retryPause() {
    return between(50, 500);
  }

  private Duration between(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }
}
