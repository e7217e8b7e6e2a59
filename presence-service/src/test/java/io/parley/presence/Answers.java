// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets the test's own thread wait for an answer, but not for ever. */
final class Answers {
  private Answers() {}

  static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }
}
