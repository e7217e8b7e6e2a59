// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.client.JsonLink;
import io.parley.system.process.ServerProcess;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.Until;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row S8: many people at once, each on one connection from login to logout. Everybody hears of
 * everybody's coming, so the work grows with the square of their number: this test takes two
 * thousand, {@code parley load --connections 10000} as many as one wants.
 */
class ManySessionsIT {
  private static final int SESSIONS = Integer.getInteger("parley.sessions", 2_000);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final AtomicInteger online = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();

  @Test
  void thousandsLogInStayAndAreReached(@TempDir Path folder) throws Exception {
    // Given: accounts from a file, whose passwords hold from the start
    Path credentials = folder.resolve("credentials.txt");
    Files.write(
        credentials,
        IntStream.range(0, SESSIONS).mapToObj(i -> name(i) + " secret-of-" + name(i)).toList());
    List<String> options =
        List.of(
            "--port",
            "0",
            "--http-port",
            "off",
            "--tls-port",
            "off",
            "--data",
            folder + "/data",
            "--timeout",
            "0",
            "--delivery-timeout",
            "5m");
    try (ServerProcess server =
        ServerProcess.start(
            Stream.concat(options.stream(), Stream.of("--credentials", credentials.toString()))
                .toList())) {
      // When: from several addresses, some hundreds at a time
      Semaphore atOnce = new Semaphore(200);
      for (int i = 1; i < SESSIONS; i++) {
        int number = i;
        atOnce.acquire();
        Thread.ofVirtual().start(() -> attend(server.address(), number, atOnce));
      }
      Until.so("all are in", PATIENCE, () -> online.get() == SESSIONS - 1);
      JsonClient hans = JsonClient.connect(server.address(), name(0));
      hans.logsIn();

      // Then: all are there, and every one of them can be reached
      assertThat(hans.users("whoelse")).hasSize(SESSIONS - 1);
      List<Integer> sent =
          IntStream.range(1, SESSIONS)
              .mapToObj(
                  i -> hans.sends(JsonClient.frame("message").put("to", name(i)).put("text", "hi")))
              .toList();
      sent.forEach(
          id -> assertThat(hans.answerTo(id).path("state").asText()).isEqualTo("delivered"));
      Until.so("all have heard it", PATIENCE, () -> messages.get() == SESSIONS - 1);
      assertThat(online.get()).as("those who have stayed").isEqualTo(SESSIONS - 1);
    }
  }

  /** Logs in and reads until the server is gone. */
  private void attend(InetSocketAddress server, int number, Semaphore atOnce) {
    try (JsonLink link = JsonLink.connect(server, PATIENCE)) {
      ObjectNode login = JsonLink.frame("login").put("id", 1).put("user", name(number));
      link.send(login.put("password", "secret-of-" + name(number)).put("acks", true));
      JsonNode answer = link.receive(PATIENCE).orElseThrow();
      atOnce.release();
      if (answer.path("ok").asBoolean()) {
        online.incrementAndGet();
      }
      while (true) {
        JsonNode event = link.receive(PATIENCE).orElseThrow();
        if (event.path("ev").asText().equals("message")) {
          link.send(JsonLink.frame("ack").put("mid", event.path("mid").asText()));
          messages.incrementAndGet();
        }
      }
    } catch (IOException | RuntimeException ended) {
      online.decrementAndGet();
    }
  }

  private static String name(int number) {
    return "user-" + number;
  }
}
