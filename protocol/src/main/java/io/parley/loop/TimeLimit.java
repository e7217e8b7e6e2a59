// SPDX-License-Identifier: Apache-2.0
package io.parley.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long somebody waits for a future. {@link Future#timeout} alone would not do: of a future that
 * belongs to no context (each of a plain {@link Promise}) it fails on a thread of Netty's own,
 * where nothing that belongs to an event loop may be touched.
 */
public final class TimeLimit {
  private TimeLimit() {}

  /**
   * The outcome of this work, or a {@link TimeoutException} when the time is over; on the context
   * of who calls, or if it has none, on that of the work.
   */
  public static <T> Future<T> within(Duration limit, Future<T> work) {
    ContextInternal context = ContextInternal.current();
    if (work.isComplete() || context == null) {
      return work.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    Promise<T> here = context.promise();
    work.onComplete(here);
    return here.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
