// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.HttpPage;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The HTTP port tells whether the server lives and is ready. */
class HealthIT {
  @RegisterExtension final TestServer server = TestServer.with("--http-port", "0");

  @Test
  void aServerThatServesIsLiveAndReady() {
    assertThat(status("live")).isEqualTo(200);
    assertThat(status("started")).isEqualTo(200);
    Until.so("it is ready", () -> status("ready") == 200);
  }

  @Test
  void aServerWithoutItsStoreIsLiveAndNotReady() {
    // Given
    Until.so("it is ready", () -> status("ready") == 200);

    // When
    server.node().context().storage().close();

    // Then
    Until.so("it is not ready any more", () -> status("ready") == 503);
    assertThat(status("live")).isEqualTo(200);
  }

  private int status(String what) {
    return HttpPage.of(server, "/health/" + what).status();
  }
}
