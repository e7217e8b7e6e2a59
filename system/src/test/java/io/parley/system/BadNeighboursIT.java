// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.process.ProcessFigures;
import io.parley.system.process.ServerProcess;
import io.parley.system.talk.DeafClient;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.LineConnection;
import io.parley.system.talk.TestServer;
import io.parley.system.talk.TextClient;
import io.parley.system.talk.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Clients that behave badly harm nobody but themselves. */
class BadNeighboursIT {
  @RegisterExtension
  final TestServer server =
      TestServer.with(
          "--send-limit", "64KiB", "--delivery-timeout", "2s", "--anonymous-limit", "100");

  @Test
  void whoStopsReadingIsClosedAndOthersAreServedMeanwhile() {
    // Given: somebody who reads nothing, in each dialect
    DeafClient yoda =
        DeafClient.sending(
            server.address(),
            "{\"op\":\"login\",\"user\":\"yoda\",\"password\":\"secret-of-yoda\",\"acks\":true}");
    DeafClient luke = DeafClient.sending(server.address(), "login luke secret-of-luke");
    JsonClient hans = server.program("hans").logsIn();
    Until.so("both are online", () -> hans.users("whoelse").equals(List.of("luke", "yoda")));
    JsonClient leia = server.program("leia").acknowledging().logsIn();
    String text = "x".repeat(10_000);

    // When: far more is written to them than any buffer holds
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(hans.sends(JsonClient.frame("message").put("to", "yoda").put("text", text)));
      sent.add(hans.sends(JsonClient.frame("message").put("to", "luke").put("text", text)));
      if (i % 100 == 0) {
        leia.says("whoelse");
      }
    }

    // Then: every message has an answer, and both are gone
    sent.forEach(id -> assertThat(hans.answerTo(id).path("ok").asBoolean()).isTrue());
    Until.so("both are offline", () -> hans.users("whoelse").equals(List.of("leia")));
    hans.says("message leia hi");
    yoda.close();
    luke.close();
  }

  @Test
  void whoSendsAByteNowAndThenAndWhoNeverLogsInHarmNobody() {
    // Given: more silent connections than the server keeps, and slow ones among them
    List<LineConnection> crowd = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      LineConnection one = LineConnection.to(server.address());
      one.sendBytes(new byte[] {'l'});
      crowd.add(one);
    }

    // When
    JsonClient hans = server.program("hans");
    hans.logsIn();
    JsonClient yoda = server.program("yoda");
    yoda.logsIn();
    for (byte next : "ogin luk".getBytes(UTF_8)) {
      crowd.forEach(one -> one.sendQuietly(new byte[] {next}));
      hans.says("message yoda hi");
    }

    // Then: the oldest of them had to go, the newest may still log in
    Until.so(
        "some were closed", () -> crowd.stream().filter(LineConnection::hasEnded).count() >= 50);
    crowd.getFirst().awaitEnd();
    assertThat(hans.hasEnded() || yoda.hasEnded()).isFalse();
    crowd.forEach(LineConnection::close);
  }

  @Test
  void whoFloodsWithCommandsDelaysNobodyElse() {
    // Given
    JsonClient hans = server.program("hans").logsIn();
    JsonClient yoda = server.program("yoda").logsIn();
    LineConnection flood = LineConnection.to(server.address());
    flood.send("login luke secret-of-luke");
    flood.takeLine(line -> line.startsWith("Welcome"));
    byte[] commands = "whoelsesince 10000\n".repeat(1_000).getBytes(UTF_8);

    // When
    Thread.ofVirtual()
        .start(() -> {
          for (int i = 0; i < 100; i++) {
            flood.sendQuietly(commands);
          }
        });
    flood.takeLine(line -> line.contains("hans"));
    for (int i = 0; i < 20; i++) {
      hans.says("message yoda hi");
      yoda.says("whoelse");
    }

    // Then: they had their turns before the flood was over
    assertThat(flood.untaken()).hasSizeLessThan(99_999);
    flood.close();
  }

  @Test
  void fourHundredMegabytesWithoutALineEndCostNoMemory(@TempDir Path folder) throws Exception {
    // Given: a server that could not keep them
    List<String> options =
        List.of(
            "--port", "0", "--http-port", "off", "--tls-port", "off", "--data", folder + "/data");
    try (ServerProcess process = ServerProcess.start(options, List.of("-Xmx64m"))) {
      TextClient hans = TextClient.connect(process.address(), "hans");
      hans.registers().logsIn();
      LineConnection flood = LineConnection.to(process.address());
      byte[] megabyte = new byte[1 << 20];
      Arrays.fill(megabyte, (byte) 'x');
      ProcessFigures figures = new ProcessFigures(process.pid());
      long before = figures.residentKib().orElse(0);

      // When
      for (int i = 0; i < 400; i++) {
        flood.sendBytes(megabyte);
        if (i % 4 == 0) {
          hans.says("whoelse");
        }
      }
      flood.send("");

      // Then: one answer for all of it, and the connection goes on
      flood.takeLine(line -> line.startsWith("Error: ") && line.contains("too long"));
      flood.send("help");
      flood.takeLine(line -> line.startsWith("message "));
      // it may still grow into its heap of 64 MiB; what was sent would not fit there
      assertThat(figures.residentKib().orElse(0)).isBetween(1L, before + 150_000);
    }
  }
}
