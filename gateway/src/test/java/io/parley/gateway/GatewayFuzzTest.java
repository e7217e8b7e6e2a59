// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.fuzz.Fuzzing;
import io.parley.model.Username;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever one connection sends, another does not notice, and nothing of it is left behind. */
class GatewayFuzzTest {
  private static final int INPUTS_OF_A_CONNECTION = 40;
  private static final int INPUTS_BETWEEN_LOOKS = 500;

  private static final List<byte[]> FRAMES =
      Fuzzing.bytes(
          "{\"op\":\"login\",\"id\":1,\"user\":\"hans\",\"password\":\""
              + FakeServices.PASSWORD
              + "\"}\n",
          "{\"op\":\"login\",\"user\":\"eve\",\"password\":\""
              + FakeServices.PASSWORD
              + "\",\"acks\":true}\n",
          "{\"op\":\"message\",\"id\":3,\"to\":\"luke\",\"text\":\"hi\"}\n{\"op\":\"ack\",\"mid\":\"m\"}\n",
          "{\"op\":\"whoelsesince\",\"id\":4,\"seconds\":900}\n{\"op\":\"logout\"}\n",
          "login hans " + FakeServices.PASSWORD + "\nmessage luke hi\nwhoelse\n",
          "login\nhans\n" + FakeServices.PASSWORD + "\n",
          "register\n\n\nhelp\n");

  /** Connections with what one of them has sent so far. */
  private static final class Vandal {
    private final TestGateway gateway;
    private TestClient client;
    private int sent;

    private Vandal(TestGateway gateway) {
      this.gateway = gateway;
    }

    private void send(byte[] input) {
      if (client == null || sent++ % INPUTS_OF_A_CONNECTION == 0) {
        close();
        client = new TestClient(gateway.port());
      }
      try {
        client.send(input);
      } catch (UncheckedIOException turnedAway) {
        close();
      }
    }

    private void close() {
      if (client != null) {
        client.breaks();
        client = null;
      }
    }
  }

  @Test
  void oneSessionDoesNotNoticeWhatOtherConnectionsSend() {
    try (TestGateway gateway = new TestGateway(Map.of("logins-per-account", "0"))) {
      // Given
      TestClient yoda = gateway.client().in("yoda");
      Vandal vandal = new Vandal(gateway);
      int[] count = {0};

      // When
      Fuzzing.run(
          "gateway",
          FRAMES,
          (input, random) -> {
            vandal.send(input);
            if (++count[0] % INPUTS_BETWEEN_LOOKS == 0) {
              yoda.say("{'op':'ping','id':" + count[0] + "}");
              int answered = count[0];
              TestGateway.until(() -> yoda.line().contains("\"re\":" + answered + ","));
            }
          });
      vandal.close();

      // Then
      TestGateway.until(
          () -> gateway.services.online.keySet().equals(Set.of(new Username("yoda"))));
      yoda.say("{'op':'ping','id':'still'}");
      TestGateway.until(() -> yoda.line().contains("still"));
      assertThat(yoda.socket.isClosed()).isFalse();
    }
  }
}
