// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bus.AuthRequest;
import io.parley.keys.Identity;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.Node;
import io.parley.system.talk.BusDetour;
import io.parley.system.talk.BusGuest;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestAuthority;
import io.parley.system.talk.TwoNodes;
import io.parley.system.talk.Until;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The event bus of a cluster, a gateway on one node and the services on the other: what somebody in
 * between can read, and what a member of the cluster can do that its authority has not signed.
 */
class BusEncryptionIT {
  private static final String TEXT = "the plans are in R2";

  /** Two of these it must have tried before one can say that it gets nothing. */
  private static final int VISITS = 4;

  @TempDir Path folder;
  private TestAuthority authority;

  /** With what a guest comes to the bus. */
  enum Paper {
    NONE {
      @Override
      EventBusOptions options(TestAuthority clusters, Path folder) {
        return new EventBusOptions();
      }
    },
    SIGNED_BY_ITSELF {
      @Override
      EventBusOptions options(TestAuthority clusters, Path folder) {
        Identity guest = Identity.fresh("guest", Instant.now());
        return believingAll(
            new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(guest.certificatePem()))
                .addKeyValue(Buffer.buffer(guest.keyPem())));
      }
    },
    OF_ANOTHER_AUTHORITY {
      @Override
      EventBusOptions options(TestAuthority clusters, Path folder) {
        return signedBy(TestAuthority.fresh(folder.resolve("other")));
      }
    };

    abstract EventBusOptions options(TestAuthority clusters, Path folder);

    static EventBusOptions signedBy(TestAuthority authority) {
      Map<String, String> files = authority.busOptionsOf("guest");
      return believingAll(
          new PemKeyCertOptions()
              .addCertPath(files.get("bus-cert"))
              .addKeyPath(files.get("bus-key")));
    }

    private static EventBusOptions believingAll(PemKeyCertOptions key) {
      return new EventBusOptions().setSsl(true).setTrustAll(true).setKeyCertOptions(key);
    }
  }

  @BeforeEach
  void foundAnAuthority() {
    Node.keepQuiet();
    authority = TestAuthority.fresh(folder.resolve("ca"));
  }

  private TwoNodes encrypted() {
    return TwoNodes.start(
        folder.resolve("data"),
        authority.busOptionsOf("services"),
        authority.busOptionsOf("gateway"));
  }

  @Test
  void withCertificatesNothingThatNodesSayCanBeReadOnTheWay() {
    try (TwoNodes cluster = encrypted()) {
      Said said = talk(cluster);

      assertThat(said.copy()).isNotEmpty().doesNotContain(said.secrets());
      assertThat(said.copy()).doesNotContain(said.resume());
    }
  }

  @Test
  void withoutThemAllOfItCanBeRead() {
    try (TwoNodes cluster = TwoNodes.start(folder.resolve("data"), Map.of(), Map.of())) {
      Said said = talk(cluster);

      assertThat(said.copy()).contains(said.secrets());
      // nodes know its hash only
      assertThat(said.copy()).doesNotContain(said.resume());
    }
  }

  /** What was read in between, and what should not be there. */
  private record Said(String copy, String resume, String[] secrets) {}

  private static Said talk(TwoNodes cluster) {
    try (BusDetour detour = cluster.detour()) {
      cluster.startGateway();
      JsonClient hans = JsonClient.connect(cluster.address(), "hans");
      hans.registers();
      JsonNode session = hans.logsIn(hans.login());
      JsonClient yoda = JsonClient.connect(cluster.address(), "yoda").acknowledging();
      yoda.registers();
      ObjectNode login = yoda.login();
      login.putObject("peer").put("port", 2000).put("fingerprint", "SHA256:" + "A".repeat(43));
      yoda.logsIn(login);
      hans.says("message yoda " + TEXT);
      yoda.hears("hans: " + TEXT);
      String token = hans.says("startprivate yoda").json().path("peer").path("token").asText();
      hans.close();
      JsonClient again = JsonClient.connect(cluster.address(), "hans");
      again.logsIn(
          JsonClient.frame("login")
              .put("user", "hans")
              .put("resume", session.path("resume").asText()));
      again.close();
      yoda.close();
      assertThat(detour.nodesSpokenTo()).isGreaterThanOrEqualTo(2);
      return new Said(
          detour.copy(),
          session.path("resume").asText(),
          new String[] {"hans", "yoda", TEXT, ScriptedClient.passwordOf("hans"), token});
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMemberThatTheAuthorityHasNotSignedHearsNothing(Paper paper) {
    try (TwoNodes cluster = encrypted().startGateway();
        BusGuest guest = cluster.guest(paper.options(authority, folder))) {
      // When: nodes try to tell it what they offer, and a gateway to ask it what it asks of
      // services
      tryToLogIn(cluster);
      Until.so("nodes came to it", () -> guest.visits() >= VISITS);

      // Then
      assertThat(guest.heard()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMemberThatTheAuthorityHasNotSignedIsNotHeard(Paper paper) {
    try (TwoNodes cluster = encrypted().startGateway()) {
      try (BusGuest guest = cluster.guest(paper.options(authority, folder))) {
        // When
        List<Future<?>> answers = registerEve(guest, Duration.ofSeconds(2));

        // Then
        assertThat(answers).noneMatch(BusEncryptionIT::isDone);
      }
      assertThat(isThereAnEve(cluster)).isFalse();
    }
  }

  /** That guests could do what they try. */
  @Test
  void aMemberThatItHasSignedHearsAllAndIsHeard() {
    try (TwoNodes cluster = encrypted().startGateway()) {
      try (BusGuest guest = cluster.guest(Paper.signedBy(authority))) {
        tryToLogIn(cluster);
        Until.so(
            "it hears a password",
            () -> guest.heard().stream().anyMatch(AuthRequest.Authenticate.class::isInstance));
        assertThat(registerEve(guest, Duration.ofSeconds(20))).anyMatch(BusEncryptionIT::isDone);
      }
      assertThat(isThereAnEve(cluster)).isTrue();
    }
  }

  /** Many times, since those who listen at the same address are asked in turn. */
  private static void tryToLogIn(TwoNodes cluster) {
    for (int i = 0; i < 4; i++) {
      JsonClient hans = JsonClient.connect(cluster.address(), "hans");
      hans.sends(hans.login());
    }
  }

  private static List<Future<?>> registerEve(BusGuest guest, Duration patience) {
    List<Future<?>> answers = new ArrayList<>();
    assertThat(guest.addresses()).anyMatch(address -> address.contains("auth"));
    for (String address : guest.addresses()) {
      for (int i = 0; i < 4; i++) {
        answers.add(
            guest.asks(
                address, new AuthRequest.Register("eve", new Secret("password-of-eve")), patience));
      }
    }
    return answers;
  }

  private static boolean isDone(Future<?> answer) {
    try {
      return answer.await() != null;
    } catch (ReplyException refused) {
      return false;
    }
  }

  private static boolean isThereAnEve(TwoNodes cluster) {
    AtomicBoolean isThere = new AtomicBoolean();
    Until.so(
        "the services answer again",
        () -> {
          Future<AuthRequest.Existence> answer =
              cluster.services().ask(new AuthRequest.Exists(new Username("eve")));
          boolean answered = isDone(answer);
          isThere.set(answered && answer.result().exists());
          return answered;
        });
    return isThere.get();
  }
}
