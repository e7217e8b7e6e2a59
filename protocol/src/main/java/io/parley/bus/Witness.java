// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

/**
 * Hears how every question that this node asks has ended. Called where the answer arrives, before
 * the asker hears it; must be quick and must not throw.
 */
@FunctionalInterface
public interface Witness {
  /** How a question ended. */
  enum Ending {
    ANSWERED,
    REFUSED,
    /** Nobody answered in time, or nobody was there. */
    UNANSWERED
  }

  /** A question was asked so many nanoseconds ago, and has ended. */
  void asked(Request<?> question, Ending ending, long nanos);
}
