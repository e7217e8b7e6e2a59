// SPDX-License-Identifier: Apache-2.0
package io.parley.fuzz;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.function.BiConsumer;

/**
 * Runs one of the fuzz tests with the inputs of Jazzer, a fuzzer that watches which code they
 * reach, instead of those of the generator: see {@code .ci/fuzz}. The test runs on a thread of its
 * own, and waits in {@link Fuzzing#run} for one input after the other.
 */
public final class Guided {
  private static final String TEST = System.getProperty("fuzz.test", "");
  private static final BlockingQueue<byte[]> INPUTS = new SynchronousQueue<>();
  private static final BlockingQueue<Optional<Throwable>> OUTCOMES = new SynchronousQueue<>();

  private Guided() {}

  static boolean isOn() {
    return !TEST.isEmpty();
  }

  /** Called by Jazzer, once: begins the test that {@code -Dfuzz.test=CLASS#METHOD} names. */
  public static void fuzzerInitialize() throws InterruptedException {
    String[] names = TEST.split("#", 2);
    Thread.ofPlatform().daemon().name("fuzz test").start(() -> begin(names[0], names[1]));
    fail(OUTCOMES.take());
  }

  /** Called by Jazzer with each input. */
  public static void fuzzerTestOneInput(byte[] input) throws InterruptedException {
    INPUTS.put(input);
    fail(OUTCOMES.take());
  }

  private static void fail(Optional<Throwable> failure) {
    failure.ifPresent(cause -> {
      throw new AssertionError(TEST, cause);
    });
  }

  private static void begin(String type, String method) {
    try {
      Class<?> test = Class.forName(type);
      Constructor<?> constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method wanted = test.getDeclaredMethod(method);
      wanted.setAccessible(true);
      wanted.invoke(constructor.newInstance());
    } catch (ReflectiveOperationException failure) {
      tell(Optional.of(failure));
    }
  }

  /** Instead of the generator: the samples are what the fuzzer begins with. */
  static void run(List<byte[]> samples, BiConsumer<byte[], Random> target) {
    keep(samples);
    tell(Optional.empty());
    try {
      while (true) {
        byte[] input = INPUTS.take();
        tell(outcome(target, input));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Throwable> outcome(BiConsumer<byte[], Random> target, byte[] input) {
    try {
      // The same input makes the same choices, so that what was found can be found again.
      target.accept(input, new Random(Arrays.hashCode(input)));
      return Optional.empty();
    } catch (RuntimeException | Error failure) {
      return Optional.of(failure);
    }
  }

  private static void keep(List<byte[]> samples) {
    Path corpus = Path.of(System.getProperty("fuzz.corpus"));
    try {
      Files.createDirectories(corpus);
      for (int i = 0; i < samples.size(); i++) {
        Files.write(corpus.resolve("sample-" + i), samples.get(i));
      }
    } catch (IOException failure) {
      throw new IllegalStateException(corpus.toString(), failure);
    }
  }

  private static void tell(Optional<Throwable> failure) {
    try {
      OUTCOMES.put(failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
