// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepaliveTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatCannotBeReachedIsFoundWithinAMinute(boolean nativeTransport) {
    // Given
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(nativeTransport));
    Promise<List<Integer>> seconds = Promise.promise();
    NetServer server =
        vertx
            .createNetServer(Keepalive.on(new NetServerOptions().setPort(0).setHost("127.0.0.1")))
            .connectHandler(socket -> {
              var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
              Keepalive.on(channel);
              boolean epoll = channel instanceof EpollSocketChannel;
              seconds.complete(epoll ? epoll(channel.config()) : nio(channel.config()));
            });
    TestGateway.await(server.listen());

    // When
    TestClient client = new TestClient(server.actualPort());
    List<Integer> found = TestGateway.await(seconds.future());
    client.close();
    TestGateway.await(vertx.close());

    // Then
    int idle = found.get(0);
    int interval = found.get(1);
    int count = found.get(2);
    assertThat(idle + interval * count).isBetween(30, 60);
    assertThat(found.subList(3, found.size())).allMatch(userTimeout -> userTimeout == 45_000);
  }

  private static List<Integer> epoll(ChannelConfig config) {
    assertThat(config.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
    return List.of(
        config.getOption(EpollChannelOption.TCP_KEEPIDLE),
        config.getOption(EpollChannelOption.TCP_KEEPINTVL),
        config.getOption(EpollChannelOption.TCP_KEEPCNT),
        config.getOption(EpollChannelOption.TCP_USER_TIMEOUT));
  }

  private static List<Integer> nio(ChannelConfig config) {
    assertThat(config.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
    return new ArrayList<>(
        List.of(
            config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)),
            config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)),
            config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT))));
  }
}
