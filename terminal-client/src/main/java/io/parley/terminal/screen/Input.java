// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

/** What the person gave when asked for a line. */
public sealed interface Input {
  /** A line, without its ending. */
  record Typed(String line) implements Input {
    /** It may be a password. */
    @Override
    public String toString() {
      return "Typed[]";
    }
  }

  /** Ctrl-C. */
  record Cancelled(boolean hadText) implements Input {}

  /** No more input: Ctrl-D, the end of a file, a terminal that has gone. */
  record Ended() implements Input {}
}
