// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

/** One line that arrived, without its ending: its text, or why it has none. Never empty. */
public sealed interface Line {
  /** The first byte, by which the first line of a connection picks the dialect. */
  byte firstByte();

  /** A line of valid UTF-8. */
  record Text(String text) implements Line {
    /** It may hold a password. */
    @Override
    public String toString() {
      return "Text[]";
    }

    @Override
    public byte firstByte() {
      char first = text.charAt(0);
      // Only ASCII is ever compared; any other first byte of UTF-8 is negative.
      return first < 0x80 ? (byte) first : -1;
    }
  }

  /** A line longer than the limit; reported as soon as that is known, and only once. */
  record TooLong(byte firstByte) implements Line {}

  /** A line that is not UTF-8. */
  record NotUtf8(byte firstByte) implements Line {}
}
