// SPDX-License-Identifier: Apache-2.0
package io.parley.sample;

import java.util.List;
import java.util.Random;

/** The source of all that a property test leaves to chance; its seed stands in every failure. */
public final class Chance {
  private static final String NAME = "ABCxyz019._-";
  private static final String ID = "ABCxyz019_-";
  // What breaks quoting, framing, encoding, and looks like a command or a frame.
  private static final List<String> PIECES =
      List.of(
          "a",
          " ",
          "  ",
          "\"",
          "\\",
          "\\n",
          "{\"op\":",
          "}",
          "/",
          "'",
          "é",
          "ß",
          "€",
          "日本",
          "😀",
          "\u2028",
          "\u2029",
          "\uFEFF",
          "\uFFFD",
          "\u00A0",
          "%s",
          "* yoda",
          ": ",
          "null",
          "Error: ",
          "0",
          ",");

  private final long seed;
  private final Random random;

  private Chance(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Another chance at each run, unless the system property {@code seed} names one. */
  public static Chance fresh() {
    return new Chance(Long.getLong("seed", System.nanoTime()));
  }

  /** Put this into the description of an assertion. */
  public String seed() {
    return "repeat with -Dseed=" + seed;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public int from(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  public long number() {
    return random.nextBoolean() ? random.nextLong() : random.nextInt(100);
  }

  public boolean truth() {
    return random.nextBoolean();
  }

  public <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Bytes of any kind. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  public String name() {
    return lettersOf(NAME, from(1, 32));
  }

  public String messageId() {
    return lettersOf(ID, from(1, 64));
  }

  /** A printable text of at least one character. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int count = from(1, 12); count > 0; count--) {
      text.append(oneOf(PIECES));
    }
    return text.toString();
  }

  private String lettersOf(String alphabet, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(alphabet.charAt(below(alphabet.length())));
    }
    return word.toString();
  }
}
