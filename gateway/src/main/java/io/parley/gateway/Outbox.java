// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client, in order. It is bounded: a client that lets more than the
 * limit wait is given up, and so is one that takes nothing at all for a while although much waits.
 * Event loop of the session only.
 */
final class Outbox implements ChannelFutureListener {
  /** As much as is gathered in one turn of the event loop before it is written. */
  private static final int GATHERED_AT_MOST = 64 * 1024;

  private static final int FIRST_SIZE = 512;

  /** How long what waits at the end of a session may take to be written. */
  private static final Duration END_TIME = Duration.ofSeconds(5);

  private final ContextInternal context;
  private final ClientSocket socket;
  private final FlushRound round;
  private final int limit;
  private final Duration patience;
  private final Listener listener;

  private @Nullable ByteBuf gathered;
  private @Nullable Promise<Void> gatheredWritten;
  private @Nullable ByteBuf inFlight;
  private @Nullable Promise<Void> inFlightWritten;
  private int inFlightBytes;
  private boolean dirty;
  private boolean congested;
  private boolean givenUp;
  private boolean ending;
  private boolean closed;
  private @Nullable Long endTimer;

  /** Who hears how the client keeps up. */
  interface Listener {
    /** The client does not keep up. Called at most once, and never from within an append. */
    void tooSlow();

    /** Little waits again. */
    void drained();
  }

  /**
   * @param limit how many bytes may wait
   * @param patience how long a client may take nothing while much waits
   */
  Outbox(
      ContextInternal context,
      ClientSocket socket,
      FlushRound round,
      int limit,
      Duration patience,
      Listener listener) {
    this.context = context;
    this.socket = socket;
    this.round = round;
    this.limit = limit;
    this.patience = patience;
    this.listener = listener;
  }

  /** Writes a line in this turn of the event loop. */
  void append(String line) {
    if (mayGrow()) {
      add(line);
    }
  }

  /** Writes a line that is already encoded, with its ending. */
  void append(byte[] line) {
    if (mayGrow()) {
      room().writeBytes(line);
      grown();
    }
  }

  /** Completed when all that was appended so far went out through the socket. */
  Future<Void> written() {
    if (closed || givenUp) {
      return context.failedFuture("nothing can be written any more");
    }
    if (gathered != null) {
      gatheredWritten = gatheredWritten == null ? context.promise() : gatheredWritten;
      return gatheredWritten.future();
    }
    if (inFlight != null) {
      inFlightWritten = inFlightWritten == null ? context.promise() : inFlightWritten;
      return inFlightWritten.future();
    }
    return context.succeededFuture();
  }

  /** Whether so much waits that nothing should be done that makes it more. */
  boolean isCongested() {
    return congested;
  }

  /** Writes a last line, whatever the limit, and closes the connection when all is written. */
  void end(String lastLine) {
    if (!ending && !closed) {
      add(lastLine);
      end();
    }
  }

  /** Closes the connection when what waits has been written, or takes too long. */
  void end() {
    if (ending || closed) {
      return;
    }
    ending = true;
    flush();
    if (inFlight != null) {
      endTimer = context.owner().setTimer(END_TIME.toMillis(), fired -> socket.close());
    } else {
      socket.finish();
    }
  }

  /** The connection is gone. */
  void discard() {
    closed = true;
    if (endTimer != null) {
      context.owner().cancelTimer(endTimer);
    }
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
    fail(gatheredWritten);
    gatheredWritten = null;
  }

  /** Writes what was gathered, unless what was written before is still on its way. */
  void flush() {
    dirty = false;
    ByteBuf bytes = gathered;
    if (bytes == null || inFlight != null) {
      return;
    }
    gathered = null;
    inFlight = bytes;
    inFlightBytes = bytes.readableBytes();
    inFlightWritten = gatheredWritten;
    gatheredWritten = null;
    socket.write(bytes, this);
  }

  @Override
  public void operationComplete(ChannelFuture written) {
    Promise<Void> promise = inFlightWritten;
    inFlight = null;
    inFlightBytes = 0;
    inFlightWritten = null;
    if (!written.isSuccess()) {
      fail(promise);
      discard();
      socket.close();
      return;
    }
    if (promise != null) {
      promise.tryComplete();
    }
    if (!dirty) {
      flush();
    }
    if (inFlight == null) {
      if (ending) {
        socket.finish();
      } else if (congested) {
        congested = false;
        context.emit(listener, Listener::drained);
      }
    }
  }

  private boolean mayGrow() {
    if (ending || closed || givenUp) {
      return false;
    }
    if (waiting() > limit) {
      giveUp();
      return false;
    }
    return true;
  }

  private int waiting() {
    return inFlightBytes + (gathered == null ? 0 : gathered.readableBytes());
  }

  private void add(String line) {
    ByteBuf bytes = room();
    ByteBufUtil.writeUtf8(bytes, line);
    bytes.writeByte('\n');
    grown();
  }

  private ByteBuf room() {
    if (gathered == null) {
      gathered = socket.allocator().ioBuffer(FIRST_SIZE);
      if (inFlight == null) {
        dirty = true;
        round.add(this, socket.eventLoop());
      }
    }
    return gathered;
  }

  private void grown() {
    if (inFlight == null && waiting() >= GATHERED_AT_MOST) {
      flush();
    }
    if (inFlight != null && !congested && waiting() > limit / 4) {
      congested = true;
      watch(inFlight, inFlight.readerIndex());
    }
  }

  /** Gives the client up if it has taken nothing of this after a while. */
  private void watch(ByteBuf bytes, int taken) {
    context
        .owner()
        .setTimer(
            patience.toMillis(),
            fired -> {
              if (!congested || closed || inFlight == null) {
                return;
              }
              if (inFlight == bytes && bytes.readerIndex() == taken) {
                giveUp();
              } else {
                watch(inFlight, inFlight.readerIndex());
              }
            });
  }

  private void giveUp() {
    if (!givenUp) {
      givenUp = true;
      // Later: who appends may be in the middle of telling all sessions.
      context.runOnContext(later -> listener.tooSlow());
    }
  }

  private static void fail(@Nullable Promise<Void> promise) {
    if (promise != null) {
      promise.tryFail("the connection is gone");
    }
  }
}
