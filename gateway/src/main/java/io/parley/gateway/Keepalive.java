// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * Finds within a minute that a client can no longer be reached (a pulled cable, a machine without
 * power), also when nothing is sent. Vert.x' options switch the probes on but cannot say how soon,
 * and the system's own default is two hours.
 */
final class Keepalive {
  private static final int IDLE_SECONDS = 20;
  private static final int INTERVAL_SECONDS = 5;
  private static final int COUNT = 5;

  /** As long as the probes take, for data that the client's machine does not take. */
  private static final Duration UNTAKEN = Duration.ofSeconds(45);

  private Keepalive() {}

  static NetServerOptions on(NetServerOptions options) {
    return options.setTcpKeepAlive(true).setTcpUserTimeout((int) UNTAKEN.toMillis());
  }

  static void on(Channel channel) {
    if (channel instanceof EpollSocketChannel) {
      set(channel, EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
      set(channel, EpollChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
      set(channel, EpollChannelOption.TCP_KEEPCNT, COUNT);
    } else if (channel instanceof NioSocketChannel) {
      set(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
      set(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS);
      set(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), COUNT);
    }
  }

  private static void set(Channel channel, ChannelOption<Integer> option, int value) {
    channel.config().setOption(option, value);
  }
}
