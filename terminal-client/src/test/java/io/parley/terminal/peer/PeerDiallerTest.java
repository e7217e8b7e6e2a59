// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.keys.Identity;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.link.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The dialler looks at the key that answered by itself, too: a connection may be open whose
 * certificate nobody was asked about, such as one that resumes another.
 */
class PeerDiallerTest {
  private static final PeerDialler.Self HANS =
      new PeerDialler.Self(new Username("hans"), Identity.fresh("hans", Instant.now()));

  private final Vertx vertx = Vertx.vertx();
  private final Identity host = Identity.fresh("host", Instant.now());
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private NetServer server;

  @BeforeEach
  void listen() throws Exception {
    server =
        vertx
            .createNetServer(PeerTls.forVisitors(host, Patience.USUAL.connecting()))
            .connectHandler(socket -> socket.handler(bytes -> heard.add(bytes.toString())))
            .listen(0, "127.0.0.1")
            .await(10, SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void nothingIsSaidToAnotherKeyThoughTheConnectionIsOpen() {
    Identity expected = Identity.fresh("somebody else", Instant.now());
    NetClient credulous = askingNobody(vertx.createNetClient());

    assertThatThrownBy(() -> dial(credulous, expected).await(10, SECONDS))
        .isInstanceOfSatisfying(NoWayThrough.class, none -> assertThat(none.isWrongKey()).isTrue());
    assertThat(heard).isEmpty();
  }

  @Test
  void theExpectedKeyIsSpokenTo() {
    NetClient credulous = askingNobody(vertx.createNetClient());

    dial(credulous, host);

    long end = System.nanoTime() + SECONDS.toNanos(10);
    while (heard.isEmpty()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private Future<PeerConnection> dial(NetClient client, Identity expected) {
    PeerAddress address =
        new PeerAddress("127.0.0.1", server.actualPort(), Optional.empty(), new Secret("a-token"));
    return new PeerDialler(vertx, client, Patience.USUAL)
        .dial(address, expected.fingerprint(), HANS, true);
  }

  /** A client that believes every certificate, whatever it is told to expect. */
  private static NetClient askingNobody(NetClient client) {
    return (NetClient)
        Proxy.newProxyInstance(
            PeerDiallerTest.class.getClassLoader(),
            new Class<?>[] {NetClient.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof ConnectOptions options) {
                ClientSSLOptions trusting = options.getSslOptions().copy();
                trusting.setTrustOptions(null).setTrustAll(true);
                return client.connect(new ConnectOptions(options).setSslOptions(trusting));
              }
              return method.invoke(client, arguments);
            });
  }
}
