// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** The way from other threads to the one event loop, in the order in which they call. */
record Loop(Context context) {
  /** Does something there. */
  void run(Runnable action) {
    context.runOnContext(go -> action.run());
  }

  /** Does something there that has a result. The future may be awaited on the calling thread. */
  <T> Future<T> call(Supplier<Future<T>> action) {
    Promise<T> result = Promise.promise();
    context.runOnContext(go -> {
      try {
        action.get().onComplete(result);
      } catch (RuntimeException e) {
        result.fail(e);
      }
    });
    return result.future();
  }
}
