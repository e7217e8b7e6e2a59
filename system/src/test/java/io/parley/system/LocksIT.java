// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.bus.AuthRequest;
import io.parley.model.Username;
import io.parley.node.Node;
import io.parley.system.talk.HttpPage;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.ScriptedClient;
import io.parley.system.talk.TestServer;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Wrong passwords are counted for a name, wherever they are tried. In a cluster each client of
 * these tests comes to the other gateway than the one before. Leia is the administrator.
 */
class LocksIT {
  @RegisterExtension
  final TestServer server = TestServer.with("--http-port", "0", "--block-duration", "1h");

  @BeforeEach
  void appoint() {
    server.node().context().bus().ask(new AuthRequest.Appoint(new Username("leia"), true)).await();
  }

  @Test
  void wrongPasswordsAtGatewaysInTurnLockTheNameAtAll() {
    // When
    lockHans();

    // Then: whichever is asked, the right password is of no use
    for (Node ignored : server.nodes()) {
      server.program("hans").isRefused("login hans secret-of-hans", "locked");
    }
    server.program("yoda").logsIn();
  }

  @Test
  void aLockThatIsTakenAwayAtOneGatewayIsGoneAtAll() {
    for (Node asked : server.nodes()) {
      // Given
      lockHans();

      // When
      assertThat(unlockHansAt(asked).status()).isEqualTo(204);

      // Then
      for (Node ignored : server.nodes()) {
        JsonClient hans = server.program("hans");
        hans.logsIn();
        hans.logsOut();
      }
    }
  }

  @Test
  void whatWasCountedOutlivesTheNodeThatCounted() {
    // Given: names enough that either node has counted for some
    assumeTrue(server.nodes().size() > 1, "one process counts alone");
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "nobody-" + i).toList();
    for (String name : names) {
      tryInVain(name, "bad-credentials");
      tryInVain(name, "bad-credentials");
    }

    // When
    server.stopFirstNode();

    // Then
    for (String name : names) {
      tryInVain(name, "locked");
    }
  }

  private void lockHans() {
    tryInVain("hans", "bad-credentials");
    tryInVain("hans", "bad-credentials");
    tryInVain("hans", "locked");
  }

  private void tryInVain(String name, String error) {
    server.program(name).isRefused("login " + name + " wrong-password", error);
  }

  private static HttpPage unlockHansAt(Node node) {
    String pair = "leia:" + ScriptedClient.passwordOf("leia");
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header(
                "authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
            .DELETE();
    return HttpPage.of(node, request, "/admin/v1/locks/hans");
  }
}
