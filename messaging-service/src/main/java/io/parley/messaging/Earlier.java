// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import java.util.Optional;

/** What became of an earlier sending of the same message. */
public sealed interface Earlier permits Promised, LastWord {

  /** Which of two holds: a promise, whatever was said besides; of two refusals, the later one. */
  static Earlier ruling(Earlier one, Earlier other) {
    if (one instanceof LastWord first && other instanceof LastWord second) {
      return first.askedAt() > second.askedAt() ? first : second;
    }
    return one instanceof Promised ? one : other;
  }

  /** The same where there may be none. */
  static Optional<Earlier> ruling(
      Optional<? extends Earlier> one, Optional<? extends Earlier> other) {
    if (one.isPresent() && other.isPresent()) {
      return Optional.of(ruling(one.get(), other.get()));
    }
    return Optional.ofNullable(one.isPresent() ? one.get() : other.orElse(null));
  }
}
