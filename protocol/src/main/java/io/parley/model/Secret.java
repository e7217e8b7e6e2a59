// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A password or another text that must not be seen: {@link #toString()} never shows it. */
public record Secret(@JsonValue String value) {
  /** In units of UTF-16, of which a character may take two. */
  private static final int LONGEST_PASSWORD = 256;

  private static final Secret TOO_LONG = new Secret("x".repeat(LONGEST_PASSWORD));

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Secret {}

  /**
   * This secret as a password: one that is longer than any can be becomes another such one, which
   * is as wrong and short enough to be kept for a while.
   */
  public Secret asPassword() {
    return value.length() > LONGEST_PASSWORD ? TOO_LONG : this;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
