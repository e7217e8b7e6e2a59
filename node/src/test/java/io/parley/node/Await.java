// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import java.util.concurrent.TimeoutException;

/** Lets the thread of a test wait for an answer, or for its failure, which it throws unwrapped. */
public final class Await {
  private static final int LONGEST_SECONDS = 60;

  private Await() {}

  public static <T> T await(Future<T> future) {
    try {
      return future.await(LONGEST_SECONDS, SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + LONGEST_SECONDS + " s", e);
    }
  }
}
