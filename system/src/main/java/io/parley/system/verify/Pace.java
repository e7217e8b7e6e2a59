// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.time.Duration;

/**
 * When a participant does what it does now and then. Goes on over its sessions, most of which are
 * too short for what is rare.
 */
final class Pace {
  private final Habits habits;
  private long nextWords;
  private long nextBlock;
  private long nextSlowness;

  Pace(Habits habits) {
    this.habits = habits;
    nextBlock = later(habits.untilNextBlock());
    nextSlowness = later(habits.untilNextSlowness());
  }

  /** Whether it is time to write; then not again for a while. */
  boolean isTimeForWords() {
    if (System.nanoTime() < nextWords) {
      return false;
    }
    nextWords = later(habits.untilNextWords());
    return true;
  }

  /** Whether it is time to block or unblock somebody; then not again for a while. */
  boolean isTimeForABlock() {
    if (System.nanoTime() < nextBlock) {
      return false;
    }
    nextBlock = later(habits.untilNextBlock());
    return true;
  }

  /** Whether it is time not to read; then not again for a while. */
  boolean isTimeToBeSlow() {
    if (System.nanoTime() < nextSlowness) {
      return false;
    }
    nextSlowness = later(habits.untilNextSlowness());
    return true;
  }

  /** The moment after this time, by the clock of {@link System#nanoTime()}. */
  static long later(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
