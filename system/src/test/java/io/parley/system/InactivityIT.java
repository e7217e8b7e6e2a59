// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import io.parley.system.talk.Until;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rule 10, row T1: who does nothing for too long is logged out. */
class InactivityIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @RegisterExtension
  final TestServer server =
      TestServer.with("--timeout", "5s", "--login-timeout", "5s", "--resume-grace", "0");

  @Test
  void whoDoesNothingIsToldAndLoggedOut() {
    // Given
    JsonClient yoda = server.program("yoda").logsIn();
    long begin = System.nanoTime();
    JsonClient hans = server.program("hans").logsIn();

    // When
    Until.so(
        "hans is logged out",
        () -> {
          yoda.says("active");
          return hans.hasEnded();
        });

    // Then
    Duration idle = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(idle).as("no sooner").isGreaterThan(TIMEOUT);
    hans.hears("* goodbye: timeout");
    yoda.hears("* hans logged out");
    server.program("hans").logsIn();
  }

  @Test
  void whatArrivesAndPingsAndAcknowledgementsDoNotCount() {
    // Given
    JsonClient hans = server.program("hans").acknowledging().logsIn();
    JsonClient yoda = server.program("yoda").logsIn();

    // When: hans hears and acknowledges, and pings, all the time
    Until.so(
        "hans is logged out",
        () -> {
          yoda.says("message hans hi");
          yoda.says("broadcast hi");
          if (!hans.hasEnded()) {
            hans.connection().sendQuietly("{\"op\":\"ping\",\"id\":\"p\"}");
          }
          return hans.hasEnded();
        });

    // Then
    hans.hears("* goodbye: timeout");
  }

  @Test
  void anyCommandCountsEvenARefusedOne() {
    // Given
    TextClient hans = server.person("hans");
    hans.logsIn();
    TextClient yoda = server.person("yoda");
    yoda.logsIn();
    long end = System.nanoTime() + TIMEOUT.plusSeconds(1).toNanos();

    // When: one mistypes, the other asks for nothing useful
    Until.so(
        "more time passed than the timeout",
        () -> {
          hans.isRefused("mesage yoda hi", "unknown-command");
          yoda.isRefused("block yoda", "self");
          return System.nanoTime() > end;
        });

    // Then
    hans.says("whoelse");
    yoda.says("whoelse");
  }

  @Test
  void aConnectionThatDoesNotLogInIsClosed() {
    // Given
    LineConnection silent = LineConnection.to(server.address());
    LineConnection busy = LineConnection.to(server.address());

    // When: one says nothing, one asks for help all the time
    Until.so(
        "both are closed",
        () -> {
          if (!busy.hasEnded()) {
            busy.sendQuietly("help");
          }
          return silent.hasEnded() && busy.hasEnded();
        });

    // Then: the goodbye to one who goes on writing may be lost with the connection
    assertThat(silent.untaken()).last().asString().contains("unauthenticated");
  }

  @Test
  void theClientsActiveCountsAsActivity() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    long end = System.nanoTime() + TIMEOUT.plusSeconds(1).toNanos();

    // When
    Until.so(
        "more time passed than the timeout",
        () -> {
          hans.says("active");
          return System.nanoTime() > end;
        });

    // Then
    hans.says("whoelse");
  }
}
