// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A Vert.x for one test, and the way onto its event loop. */
public final class OnLoop implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  public Vertx vertx() {
    return vertx;
  }

  public Context context() {
    return context;
  }

  /** Begins something on the event loop and waits for its result. */
  public <T> T await(Supplier<Future<T>> action) throws TimeoutException {
    return begin(action).await(10, TimeUnit.SECONDS);
  }

  /** Begins something on the event loop. */
  public <T> Future<T> begin(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(go -> action.get().onComplete(promise));
    return promise.future();
  }

  /** Does something on the event loop, and waits until it is done. */
  public void run(Runnable action) throws TimeoutException {
    await(() -> {
      action.run();
      return Future.succeededFuture();
    });
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
