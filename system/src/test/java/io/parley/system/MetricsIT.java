// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.parley.system.talk.HttpPage;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.Until;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the HTTP port tells of the whole system, under the names that alarms are written for. */
class MetricsIT {
  @RegisterExtension final TestServer server = TestServer.with("--http-port", "0");

  @Test
  void whatUsersDoIsCounted() {
    // Given: all at one gateway, which counts for itself
    InetSocketAddress gateway = server.address();
    JsonClient hans = JsonClient.connect(gateway, "hans");
    hans.isRefused("login hans wrong-password", "bad-credentials");
    hans.logsIn();
    JsonClient yoda = JsonClient.connect(gateway, "yoda");
    yoda.logsIn();
    JsonClient.connect(gateway, "a stranger");

    // When
    hans.says("message yoda do you copy?");
    hans.says("message luke are you there?");
    hans.isRefused("message jabba hello", "no-such-user");
    yoda.logsOut();

    // Then
    Until.so("yoda's connection is gone", () -> metrics().contains("\nparley_connections 2.0"));
    assertThat(metrics())
        .contains("\nparley_sessions 1.0")
        .contains("parley_logins_total{result=\"ok\"} 2.0")
        .contains("parley_logins_total{result=\"bad-credentials\"} 1.0")
        .contains("parley_messages_total{outcome=\"delivered\"} 1.0")
        .contains("parley_messages_total{outcome=\"stored\"} 1.0")
        .contains("parley_messages_total{outcome=\"no-such-user\"} 1.0")
        .contains(
            "parley_bus_questions_seconds_count"
                + "{family=\"messaging\",outcome=\"answered\",question=\"Send\"} 2")
        .contains(
            "parley_bus_questions_seconds_count"
                + "{family=\"auth\",outcome=\"refused\",question=\"Authenticate\"} 1");
  }

  @Test
  void whereMailboxesAreKeptTheirMessagesAreCounted() {
    // Given
    assumeFalse(Boolean.getBoolean("parley.test.cluster"), "another node keeps the mailboxes");
    JsonClient hans = server.program("hans");
    hans.logsIn();

    // When
    hans.says("message luke are you there?");

    // Then
    Until.so("it is counted", () -> metrics().contains("\nparley_mailbox_messages 1.0"));
  }

  @Test
  void nobodyIsNamed() {
    // Given
    JsonClient hans = server.program("hans");
    hans.logsIn();
    hans.says("message yoda do you copy?");

    // When, Then
    assertThat(metrics()).doesNotContain("hans").doesNotContain("yoda").doesNotContain("copy");
  }

  private String metrics() {
    return HttpPage.of(server, "/metrics").body();
  }
}
