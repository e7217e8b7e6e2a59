// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.node.UsageProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsPortTest {
  @TempDir Path folder;

  private TestGateway gateway(String... more) {
    Map<String, String> settings =
        new java.util.HashMap<>(Map.of("tls-port", "0", "data", folder.toString()));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return new TestGateway(settings);
  }

  private static Fingerprint seenBy(TestClient client) {
    try {
      return Fingerprint.of(((SSLSocket) client.socket).getSession().getPeerCertificates()[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aClientLogsInAndIsAnsweredOverTls(String version) {
    try (TestGateway gateway = gateway()) {
      // Given
      TestClient yoda = gateway.client().in("yoda");
      TestClient hans = gateway.clientWithTls(version).in("hans");

      // When
      hans.say("{'op':'message','id':1,'to':'yoda','text':'hi'}");

      // Then
      assertThat(hans.json().getValue("re")).isEqualTo(1);
      assertThat(((SSLSocket) hans.socket).getSession().getProtocol()).isEqualTo(version);
      assertThat(yoda.json().getString("text")).isEqualTo("hi");
    }
  }

  @Test
  void aClientWithWeakCiphersOnlyDoesNotGetIn() {
    try (TestGateway gateway = gateway()) {
      // Given
      TestClient client = gateway.clientWithTls("TLSv1.2");
      ((SSLSocket) client.socket)
          .setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});

      // Then
      assertThatThrownBy(client::line).hasRootCauseInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aPasswordThatIsSentInPlainTextIsNotLogged() {
    // Given
    java.util.logging.Logger log = java.util.logging.Logger.getLogger(TlsPort.class.getName());
    java.util.List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();
    java.util.logging.Handler notes =
        new java.util.logging.StreamHandler() {
          @Override
          public void publish(java.util.logging.LogRecord line) {
            lines.add(line.getMessage() + " " + line.getThrown());
          }
        };
    log.addHandler(notes);
    log.setLevel(java.util.logging.Level.FINE);
    try (TestGateway gateway = gateway();
        java.net.Socket plain =
            new java.net.Socket("127.0.0.1", gateway.tls.orElseThrow().port())) {
      // When
      plain
          .getOutputStream()
          .write("login hans falcon*solo\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

      // Then
      TestGateway.until(() -> !lines.isEmpty());
      assertThat(lines).singleElement().asString().contains("does not speak TLS");
      assertThat(lines.toString())
          .doesNotContain("falcon")
          .doesNotContain("66616c636f6e"); // the same in hexadecimal digits
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      log.setLevel(null);
      log.removeHandler(notes);
    }
  }

  @Test
  void whatWasSentBeforeTheEndOfTheSendingSideIsStillCarriedOut() {
    try (TestGateway gateway = gateway()) {
      // Given
      TestClient client = gateway.clientWithTls().greeted();
      for (int i = 0; i < 200; i++) {
        client.say("{'op':'ping','id':" + i + "}");
      }

      // When
      client.hangsUp();

      // Then
      for (int i = 0; i < 200; i++) {
        assertThat(client.json().getInteger("re")).isEqualTo(i);
      }
      client.isAtEnd();
    }
  }

  @Test
  void aClientThatGoesOnSendingCanReadAllThatWasWrittenBeforeTheEnd() {
    try (TestGateway gateway = gateway()) {
      // Given
      TestClient client = gateway.clientWithTls().greeted();
      String nonsense = "{nonsense}\n".repeat(100) + "x".repeat(1_000_000);

      // When
      client.send(nonsense.getBytes(java.nio.charset.StandardCharsets.US_ASCII));

      // Then
      for (int i = 0; i < 100; i++) {
        assertThat(client.json().getString("error")).isEqualTo("bad-request");
      }
      client.isToldGoodbye("unauthenticated");
    }
  }

  @Test
  void aLongAnswerArrivesWholeThoughTheClientReadsLate() {
    try (TestGateway gateway = gateway()) {
      // Given
      TestClient client = gateway.clientWithTls().greeted();
      String long64 = "n".repeat(64);

      // When
      for (int i = 0; i < 5_000; i++) {
        client.say("{'op':'ping','id':'" + long64 + "'}");
      }
      client.hangsUp();

      // Then
      for (int i = 0; i < 5_000; i++) {
        assertThat(client.json().getString("re")).isEqualTo(long64);
      }
      client.isAtEnd();
    }
  }

  @Test
  void theServerMakesItsOwnCertificateOnceAndKeepsTheKeyToItself() throws Exception {
    // Given
    Fingerprint first;
    try (TestGateway gateway = gateway()) {
      first = seenBy(gateway.clientWithTls().greeted());
    }

    // When
    Fingerprint second;
    try (TestGateway gateway = gateway()) {
      second = seenBy(gateway.clientWithTls().greeted());
    }

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("tls-key.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aChangedCertificateIsTakenUpWithoutARestartAndOneThatMakesNoSenseIsNot() throws Exception {
    // Given
    Path certificate = folder.resolve("given.pem");
    Path key = folder.resolve("given.key");
    Identity before = Identity.fresh("before", Instant.now());
    Identity after = Identity.fresh("after", Instant.now());
    Files.writeString(certificate, before.certificatePem());
    Files.writeString(key, before.keyPem());
    try (TestGateway gateway =
        gateway("tls-cert", certificate.toString(), "tls-key", key.toString())) {
      TestClient early = gateway.clientWithTls().in("hans");

      // When
      Files.writeString(certificate, after.certificatePem());
      // now it does not belong to the key
      TestClient between = gateway.clientWithTls().greeted();
      Files.writeString(key, after.keyPem());

      // Then
      assertThat(seenBy(between)).isEqualTo(before.fingerprint());
      TestGateway.until(() -> {
        TestClient late = gateway.clientWithTls();
        late.greeted();
        return seenBy(late).equals(after.fingerprint());
      });
      early.say("{'op':'ping','id':1}");
      assertThat(early.json().getBoolean("ok")).isTrue();
    }
  }

  @Test
  void aCertificateThatCannotBeKeptOrUsedIsOneClearSentence() throws Exception {
    // Given
    Path file = Files.createFile(folder.resolve("file"));
    Identity one = Identity.fresh("one", Instant.now());
    Files.writeString(folder.resolve("a.pem"), one.certificatePem());
    Files.writeString(folder.resolve("b.key"), Identity.fresh("two", Instant.now()).keyPem());

    // Then
    assertThatThrownBy(() -> CertificateFiles.of(Settings.of(Map.of("tls-cert", "x"))))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("--tls-key");
    assertThatThrownBy(() -> read("data", file + "/data"))
        .isInstanceOf(StartProblem.class)
        .hasMessageContaining("--tls-cert")
        .hasMessageContaining("--tls-port off");
    assertThatThrownBy(() -> read("tls-cert", folder + "/a.pem", "tls-key", folder + "/b.key"))
        .isInstanceOf(StartProblem.class)
        .hasMessageContaining("the private key is not that of the certificate");
  }

  private static ServerCertificate read(String... settings) {
    Map<String, String> texts = new java.util.HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    io.vertx.core.Vertx vertx = io.vertx.core.Vertx.vertx();
    try {
      return CertificateFiles.of(Settings.of(texts)).readOrMake(vertx, InstantSource.system());
    } finally {
      TestGateway.await(vertx.close());
    }
  }
}
