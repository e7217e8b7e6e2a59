// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of one connection. A client that closes its sending side can still be answered, and a
 * connection that the server ends is closed so that the client can read all that was written.
 *
 * <p>It works on the channel below Vert.x' socket: there, the end of the client's sending is seen
 * in its place after the bytes, and a write is not held back for the sake of others. Event loop of
 * the session only.
 */
final class ClientSocket {
  private static final Logger log = LoggerFactory.getLogger(ClientSocket.class);

  /** How long a connection that was told goodbye may still be open for the client to read it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final NetSocketInternal socket;
  private final ChannelHandlerContext context;
  private final Vertx vertx;
  private boolean inputEnded;
  private boolean finished;

  /** Who hears what comes in. */
  interface Listener {
    void received(Buffer bytes);

    /** The client sends nothing more; all that it sent has been received. */
    void inputEnded();

    /** Nothing can be written any more. The last call. */
    void closed();
  }

  ClientSocket(NetSocketInternal socket, Vertx vertx) {
    this.socket = socket;
    this.context = socket.channelHandlerContext();
    this.vertx = vertx;
  }

  void listen(Listener listener) {
    channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    Keepalive.on(channel());
    socket.messageHandler(message -> receive((ByteBuf) message, listener));
    socket.eventHandler(event -> hear(event, listener));
    socket.exceptionHandler(
        failure -> log.atDebug().addKeyValue("why", failure).log("a connection broke"));
    socket.closeHandler(closed -> listener.closed());
  }

  /** The address from which the client came. */
  String remoteHost() {
    return socket.remoteAddress().hostAddress();
  }

  /** Does this when the other connections of this event loop have had their turn. */
  void later(Runnable work) {
    vertx.runOnContext(turn -> work.run());
  }

  /** Whether to read on. What has been read already is received all the same. */
  void read(boolean wanted) {
    if (channel().config().isAutoRead() != wanted) {
      channel().config().setAutoRead(wanted);
    }
  }

  EventLoop eventLoop() {
    return channel().eventLoop();
  }

  ByteBufAllocator allocator() {
    return context.alloc();
  }

  /** Writes at once. The bytes are released when they are written or cannot be. */
  void write(ByteBuf bytes, ChannelFutureListener listener) {
    context.writeAndFlush(bytes).addListener(listener);
  }

  /** How many bytes wait in the channel; what was taken of a piece in part counts whole. */
  long untaken() {
    ChannelOutboundBuffer waiting = channel().unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  /** Closes after all that was written. What still comes in is passed over. */
  void finish() {
    if (finished) {
      return;
    }
    finished = true;
    read(true);
    if (inputEnded || !(channel() instanceof DuplexChannel duplex)) {
      close();
      return;
    }
    // Closing at once would answer what still comes in with a reset, and a reset can make the
    // client's system throw away what it has not yet read.
    SslHandler tls = channel().pipeline().get(SslHandler.class);
    if (tls == null) {
      ChannelFuture unused = duplex.shutdownOutput();
    } else {
      // TLS has a last word of its own, without which the client cannot tell this end from a cut.
      ChannelFuture unused = tls.closeOutbound().addListener(told -> duplex.shutdownOutput());
    }
    long timer = vertx.setTimer(LINGER.toMillis(), fired -> close());
    channel().closeFuture().addListener(closed -> vertx.cancelTimer(timer));
  }

  /** Closes now, whatever waits. */
  void close() {
    finished = true;
    ChannelFuture unused = context.close();
  }

  private void receive(ByteBuf bytes, Listener listener) {
    try {
      if (!finished) {
        listener.received(BufferInternal.buffer(bytes));
      }
    } finally {
      bytes.release();
    }
  }

  private void hear(Object event, Listener listener) {
    boolean lastWord =
        event instanceof ChannelInputShutdownEvent
            || (event instanceof SslCloseCompletionEvent close && close.isSuccess());
    if (lastWord && !inputEnded) {
      inputEnded = true;
      if (finished) {
        close();
      } else {
        listener.inputEnded();
      }
    } else {
      ReferenceCountUtil.release(event);
    }
  }

  private Channel channel() {
    return context.channel();
  }
}
