// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client, in order. How much may wait is bounded by {@link
 * Patience}. Event loop of the session only.
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
  private final Patience patience;

  private @Nullable OutgoingBatch gathered;
  private @Nullable OutgoingBatch inFlight;
  private int inFlightBytes;
  private boolean inRound;
  private boolean ending;
  private boolean closed;
  private @Nullable Long endTimer;

  /**
   * @param limit how many bytes may wait
   * @param time how long a client may take nothing while much waits
   */
  Outbox(
      ContextInternal context,
      ClientSocket socket,
      FlushRound round,
      int limit,
      Duration time,
      Patience.Listener listener) {
    this.context = context;
    this.socket = socket;
    this.round = round;
    this.patience =
        new Patience(
            context, limit, time, () -> Optional.ofNullable(inFlight), this::untaken, listener);
  }

  /** TLS takes a batch as a whole, and the client takes what TLS made of it. */
  private long untaken() {
    return socket.untaken() + (inFlight == null ? 0 : inFlight.left());
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
    if (closed || patience.isExhausted()) {
      return context.failedFuture("nothing can be written any more");
    }
    OutgoingBatch last = gathered == null ? inFlight : gathered;
    return last == null ? context.succeededFuture() : last.written(context);
  }

  /** Whether so much waits that nothing should be done that makes it more. */
  boolean isCongested() {
    return patience.isCongested();
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
    if (inFlight == null) {
      socket.finish();
    } else {
      endTimer = context.owner().setTimer(END_TIME.toMillis(), fired -> socket.close());
    }
  }

  /** The connection is gone. */
  void discard() {
    closed = true;
    if (endTimer != null) {
      context.owner().cancelTimer(endTimer);
    }
    if (gathered != null) {
      gathered.bytes().release();
      gathered.fail();
      gathered = null;
    }
  }

  /** Writes what was gathered, unless what was written before is still on its way. */
  void flush() {
    inRound = false;
    OutgoingBatch next = gathered;
    if (next != null && inFlight == null) {
      gathered = null;
      inFlight = next;
      inFlightBytes = next.left();
      socket.write(next.bytes(), this);
    }
  }

  @Override
  public void operationComplete(ChannelFuture write) {
    OutgoingBatch done = inFlight;
    inFlight = null;
    inFlightBytes = 0;
    if (done == null) {
      return;
    }
    if (!write.isSuccess()) {
      done.fail();
      discard();
      socket.close();
      return;
    }
    done.succeed();
    if (!inRound) {
      flush();
    }
    if (inFlight == null) {
      allWritten();
    }
  }

  private void allWritten() {
    if (ending) {
      socket.finish();
    } else {
      patience.allTaken();
    }
  }

  private boolean mayGrow() {
    if (ending || closed) {
      return false;
    }
    patience.beforeMore(waiting());
    return !patience.isExhausted();
  }

  private int waiting() {
    return inFlightBytes + (gathered == null ? 0 : gathered.left());
  }

  private void add(String line) {
    // In one piece, not character by character: the memory is outside the heap.
    room().writeBytes(line.getBytes(StandardCharsets.UTF_8)).writeByte('\n');
    grown();
  }

  private ByteBuf room() {
    OutgoingBatch batch = gathered;
    if (batch == null) {
      batch = new OutgoingBatch(socket.allocator().ioBuffer(FIRST_SIZE));
      gathered = batch;
      if (inFlight == null && !inRound) {
        inRound = true;
        round.add(this, socket.eventLoop());
      }
    }
    return batch.bytes();
  }

  private void grown() {
    if (inFlight == null && waiting() >= GATHERED_AT_MOST) {
      flush();
    }
    if (inFlight != null) {
      patience.waits(waiting());
    }
  }
}
