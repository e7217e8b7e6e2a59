// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.terminal.link.NotTrusted;
import io.parley.terminal.link.ServerAddress;
import io.parley.terminal.link.Way;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerTrustTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path state;
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Identity identity = Identity.fresh("server", Instant.now());

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private int serve(KeyCertOptions key) throws Exception {
    NetServer server =
        vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(key));
    server.connectHandler(socket -> socket.handler(socket::write));
    return server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
  }

  private static KeyCertOptions own(Identity identity) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(identity.certificatePem()))
        .addKeyValue(Buffer.buffer(identity.keyPem()));
  }

  private Way way(ServerAddress server, ServerTrust trust) {
    return new EncryptedWay(client, server, trust, PATIENCE);
  }

  /** Waits for an echo, before which comes the ticket by which the session can be resumed. */
  private void go(Way way) throws Exception {
    Promise<Void> echo = Promise.promise();
    Future<NetSocket> connected =
        way.go(PATIENCE)
            .onSuccess(socket -> {
              socket.handler(heard -> echo.tryComplete());
              socket.write("hello?");
            });
    NetSocket socket = connected.await(20, TimeUnit.SECONDS);
    echo.future().await(10, TimeUnit.SECONDS);
    socket.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void whoIsNoLongerTrustedDoesNotComeInByResumingAnEarlierSession() throws Exception {
    // Given
    ServerAddress server = new ServerAddress("127.0.0.1", serve(own(identity)), true);
    KnownServers known = KnownServers.in(state);
    known.remember(server, identity.fingerprint());
    Way way = way(server, new ServerTrust(server, known, Optional.empty()));
    go(way);
    go(way);

    // When
    Fingerprint other = Identity.fresh("other", Instant.now()).fingerprint();
    known.remember(server, other);

    // Then
    assertThatThrownBy(() -> go(way)).isInstanceOf(NotTrusted.class);
  }

  @Test
  void forWhomAnAuthorityVouchesUnderTheRightNameNobodyIsAskedAbout() throws Exception {
    // Given
    Path store = state.resolve("localhost.p12");
    keytool(store);
    int port = serve(new PfxOptions().setPath(store.toString()).setPassword("secret"));
    System.setProperty("javax.net.ssl.trustStore", store.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "secret");
    try {
      ServerAddress named = new ServerAddress("localhost", port, true);
      ServerAddress misnamed = new ServerAddress("127.0.0.1", port, true);
      KnownServers known = KnownServers.in(state);

      // When
      Way right = way(named, new ServerTrust(named, known, Optional.empty()));
      Way wrong = way(misnamed, new ServerTrust(misnamed, known, Optional.empty()));

      // Then
      assertThatCode(() -> go(right)).doesNotThrowAnyException();
      assertThatCode(() -> go(right)).as("the second time").doesNotThrowAnyException();
      assertThatThrownBy(() -> go(wrong))
          .isInstanceOfSatisfying(
              NotTrusted.class, refused -> assertThat(refused.unknown()).isPresent());

      // When: the person has trusted another certificate of that server
      known.remember(named, identity.fingerprint());
      Way pinned = way(named, new ServerTrust(named, known, Optional.empty()));

      // Then: no authority makes that undone
      assertThatThrownBy(() -> go(pinned))
          .isInstanceOf(NotTrusted.class)
          .hasMessageContaining("is not the one that it was before");
      assertThatThrownBy(() -> go(right)).as("and not by going on").isInstanceOf(NotTrusted.class);
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  private static void keytool(Path store) throws Exception {
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(made.waitFor()).as(new String(made.getInputStream().readAllBytes())).isZero();
    // the key entry is no anchor of trust: the certificate alone is
    Path certificate = store.resolveSibling("localhost.pem");
    run(store, "-exportcert", "-rfc", "-alias", "localhost", "-file", certificate.toString());
    run(store, "-importcert", "-noprompt", "-alias", "anchor", "-file", certificate.toString());
  }

  private static void run(Path store, String... words) throws Exception {
    java.util.List<String> command =
        new java.util.ArrayList<>(
            java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(java.util.List.of(words));
    command.addAll(java.util.List.of("-storepass", "secret", "-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(process.waitFor()).as(new String(process.getInputStream().readAllBytes())).isZero();
  }

  @Test
  void beyondThisComputerThereIsNoOpenWay() {
    assertThatThrownBy(() -> new ServerAddress("chat.example.org", 5001, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ServerAddress("192.168.1.2", 5001).tls()).isTrue();
    assertThat(new ServerAddress("127.0.0.1.example.org", 5001).tls()).isTrue();
    assertThat(new ServerAddress("localhost", 5001).tls()).isFalse();
    assertThat(new ServerAddress("127.8.0.1", 5001).tls()).isFalse();
    assertThat(new ServerAddress("::1", 5001).tls()).isFalse();
    assertThat(new ServerAddress("::2", 5001).tls()).isTrue();
    assertThat(new ServerAddress("::ffff:127.0.0.1", 5001).tls()).isTrue();
  }
}
