// SPDX-License-Identifier: Apache-2.0
package io.parley.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Gives a target many inputs that nobody would send in good faith: samples, damaged again and again
 * by a generator that a seed fixes. {@code -Dfuzz.inputs=1000000} makes it long, {@code
 * -Dfuzz.seed} makes it another one; what fails says with which seed and input.
 */
public final class Fuzzing {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_121);
  private static final int MOST_DAMAGES = 8;
  private static final int LONGEST = 40_000;

  /** No input of these sizes takes so long unless something hangs. */
  private static final long HANGS_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final List<byte[]> PIECES =
      bytes(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\n",
          "\r",
          "\r\n",
          "\t",
          " ",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "0.0000001",
          "\\u0000",
          "\\ud800",
          "\\u202e",
          "\u202e",
          "\u2028",
          "\u2066",
          "\u0085",
          "\u009b2J",
          "\u001b[2J",
          "\u001b]0;x\u0007",
          "\ufeff",
          "\ud83d\udc4d",
          "e\u0301\u0301\u0301\u0301\u0301\u0301",
          "* yoda logged in",
          "\"op\":\"login\"",
          "\"id\":",
          "/*",
          "'",
          "NaN",
          "[".repeat(2_000),
          "{\"a\":".repeat(1_500),
          "x".repeat(17_000),
          "9".repeat(3_000));

  private final List<byte[]> samples;
  private final Random random;

  private Fuzzing(List<byte[]> samples, long seed) {
    this.samples = samples;
    this.random = new Random(seed);
  }

  /** Texts as bytes. */
  public static List<byte[]> bytes(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /**
   * Runs the target, which throws when something is wrong.
   *
   * @param target gets the input, and a source of choices of its own
   */
  public static void run(String name, List<byte[]> samples, BiConsumer<byte[], Random> target) {
    if (Guided.isOn()) {
      Guided.run(samples, target);
      return;
    }
    Fuzzing fuzzing = new Fuzzing(samples, SEED ^ name.hashCode());
    long begin = System.nanoTime();
    long slowest = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = fuzzing.next();
      long before = System.nanoTime();
      try {
        target.accept(input, fuzzing.random);
      } catch (RuntimeException | Error failure) {
        throw new AssertionError(
            name + " fails at input " + i + " of seed " + SEED + ": " + shown(input), failure);
      }
      long took = System.nanoTime() - before;
      slowest = Math.max(slowest, took);
      if (took > HANGS_NANOS) {
        throw new AssertionError(name + " hangs at input " + i + ": " + shown(input));
      }
    }
    System.out.printf(
        "fuzz %-22s %,12d inputs %8.1f s  slowest %6.1f ms  heap %4d MiB%n",
        name, INPUTS, (System.nanoTime() - begin) / 1e9, slowest / 1e6, heapInUse());
  }

  private static long heapInUse() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static String shown(byte[] input) {
    byte[] start = Arrays.copyOf(input, Math.min(input.length, 400));
    return input.length + " bytes, " + HexFormat.of().formatHex(start);
  }

  private byte[] next() {
    byte[] input = samples.get(random.nextInt(samples.size()));
    for (int damages = random.nextInt(MOST_DAMAGES + 1); damages > 0; damages--) {
      input = damaged(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] damaged(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = at + random.nextInt(Math.min(64, input.length - at) + 1);
    return switch (random.nextInt(8)) {
      case 0 -> flipped(input);
      case 1 -> replaced(input, at, end, new byte[0]);
      case 2 -> replaced(input, at, at, piece());
      case 3 -> replaced(input, at, end, piece());
      case 4 -> replaced(input, at, at, Arrays.copyOfRange(input, at, end));
      case 5 -> replaced(input, at, end, noise());
      case 6 -> Arrays.copyOf(input, at);
      default -> spliced(input, at);
    };
  }

  private byte[] flipped(byte[] input) {
    byte[] copy = input.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private byte[] piece() {
    // the long ones are costly, and one of them is enough for most things
    int most = random.nextInt(20) == 0 ? PIECES.size() : PIECES.size() - 4;
    return PIECES.get(random.nextInt(most));
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(16)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] spliced(byte[] input, int at) {
    byte[] other = samples.get(random.nextInt(samples.size()));
    int from = random.nextInt(other.length + 1);
    return replaced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(input.length + by.length);
    all.write(input, 0, from);
    all.writeBytes(by);
    all.write(input, to, input.length - to);
    return all.toByteArray();
  }
}
