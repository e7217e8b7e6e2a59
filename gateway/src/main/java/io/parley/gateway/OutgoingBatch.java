// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Lines that are written to a client in one piece. */
final class OutgoingBatch {
  private final ByteBuf bytes;
  private @Nullable Promise<Void> written;

  OutgoingBatch(ByteBuf bytes) {
    this.bytes = bytes;
  }

  ByteBuf bytes() {
    return bytes;
  }

  /** How many bytes the client has not taken; while a batch is written, some transports know. */
  int left() {
    return bytes.readableBytes();
  }

  /** Completed when all went out through the socket. */
  Future<Void> written(ContextInternal context) {
    // Most batches hold nothing whose way out somebody waits for.
    Promise<Void> promise = written == null ? context.promise() : written;
    written = promise;
    return promise.future();
  }

  void succeed() {
    if (written != null) {
      written.tryComplete();
    }
  }

  void fail() {
    if (written != null) {
      written.tryFail("the connection is gone");
    }
  }
}
