// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.system.process.ProcessFigures;
import io.parley.system.process.ServerProcess;
import io.parley.system.talk.Crowd;
import io.parley.system.talk.JsonClient;
import io.parley.system.talk.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two users talk while a crowd does what it can against the server: every message of theirs is
 * delivered, and the server's memory stays below a bound. How long a message takes is printed, for
 * SECURITY.md; nothing here depends on it.
 */
class SiegeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final int MESSAGES = 500;

  /** Of the server's Java, which gets no more; and what it holds after a full collection. */
  private static final int MOST_HEAP_MIB = 256;

  private static final int MOST_HELD_MIB = 160;

  /** With what the server holds outside its heap for connections that do not read. */
  private static final int MOST_RESIDENT_MIB = 900;

  @TempDir Path folder;
  private ServerProcess server;
  private JsonClient hans;
  private JsonClient yoda;

  @BeforeEach
  void twoUsersAreLoggedIn() throws IOException {
    server =
        ServerProcess.start(
            List.of(
                "0",
                "--data",
                folder + "/data",
                "--http-port",
                "off",
                "--tls-port",
                "off",
                "--registrations-per-address",
                "100/1h"),
            List.of("-Xmx" + MOST_HEAP_MIB + "m"));
    hans = JsonClient.connect(server.address(), "hans");
    hans.registers();
    hans.acknowledging().logsIn();
    yoda = JsonClient.connect(server.address(), "yoda");
    yoda.registers();
    yoda.acknowledging().logsIn();
    talk("warming up");
  }

  @AfterEach
  void end() throws IOException {
    hans.close();
    yoda.close();
    server.close();
  }

  @Test
  void fiveThousandConnectionsWithoutLogin() {
    Times idle = talk("idle");
    try (Crowd crowd = Crowd.of(5_000, server.address())) {
      talk("5,000 connections without login").tell(idle);
      assertMemoryIsBounded();
      assertThat(crowd.read()).hasSize(5_000).allMatch(text -> text.startsWith("PARLEY/1 "));
    }
  }

  @Test
  void aThousandSlowSenders() {
    Times idle = talk("idle");
    try (Crowd crowd = Crowd.of(1_000, server.address())) {
      crowd.say("{\"op\":\"message\",\"to\":\"yoda\",\"text\":\"" + "x".repeat(12_000));
      AtomicBoolean over = new AtomicBoolean();
      Thread dripping = drip(crowd, over);
      talk("1,000 slow senders").tell(idle);
      assertMemoryIsBounded();
      over.set(true);
      join(dripping);
    }
  }

  /** One byte at a time, from each of them, without an end of the line. */
  private static Thread drip(Crowd crowd, AtomicBoolean over) {
    return Thread.ofPlatform()
        .start(() -> {
          while (!over.get()) {
            crowd.say("x");
            // ten bytes a second from each: slow, and no flood of packets
            LockSupport.parkNanos(100_000_000);
          }
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aThousandSlowReaders() {
    Times idle = talk("idle");
    try (Crowd crowd = Crowd.of(1_000, server.address())) {
      crowd.say("help\n".repeat(400));
      crowd.say("help\n".repeat(400));
      talk("1,000 slow readers").tell(idle);
      assertMemoryIsBounded();
    }
  }

  @Test
  void twoThousandAccountsThatLogInAtOnce() {
    Times idle = talk("idle");
    try (Crowd crowd = Crowd.of(2_000, server.address())) {
      crowd.say(
          IntStream.range(0, 2_000)
              .mapToObj(i ->
                  "{\"op\":\"login\",\"id\":1,\"user\":\"user-"
                      + i
                      + "\",\"password\":\"wrong\"}\n")
              .toList());
      talk("2,000 logins at once").tell(idle);
      List<String> answers = answers(crowd, 2_000);
      assertThat(answers).allMatch(each -> each.contains("bad-credentials"));
      assertMemoryIsBounded();
    }
  }

  @Test
  void aFloodOfRegistrationsMakesNoMoreAccountsThanTheLimit() {
    Times idle = talk("idle");
    try (Crowd crowd = Crowd.of(2_000, server.address())) {
      crowd.say(
          IntStream.range(0, 2_000)
              .mapToObj(i ->
                  "{\"op\":\"register\",\"id\":1,\"user\":\"user-"
                      + i
                      + "\",\"password\":\"12345678\"}\n")
              .toList());
      talk("2,000 registrations at once").tell(idle);
      List<String> answers = answers(crowd, 2_000);
      assertThat(answers).filteredOn(each -> each.contains("\"ok\":true")).hasSizeBetween(90, 100);
      assertThat(answers)
          .filteredOn(each -> each.contains("rate-limited") && each.contains("retryAfter"))
          .hasSizeGreaterThanOrEqualTo(1_900);
      assertMemoryIsBounded();
    }
  }

  private static List<String> answers(Crowd crowd, int count) {
    List<StringBuilder> heard = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> heard.add(new StringBuilder()));
    Until.so(
        "all are answered",
        PATIENCE,
        () -> {
          List<String> more = crowd.read();
          IntStream.range(0, count).forEach(i -> heard.get(i).append(more.get(i)));
          return heard.stream().allMatch(each -> each.indexOf("\"re\":1") >= 0);
        });
    return heard.stream().map(StringBuilder::toString).toList();
  }

  /** How long a message took, from its sender's command to the answer. */
  private record Times(String when, double median, double most, double longest) {
    static Times of(String when, long[] nanos) {
      Arrays.sort(nanos);
      return new Times(
          when,
          nanos[MESSAGES / 2] / 1e6,
          nanos[MESSAGES * 99 / 100] / 1e6,
          nanos[MESSAGES - 1] / 1e6);
    }

    /** Says how they compare with those before the attack. */
    void tell(Times idle) {
      System.out.printf(
          "siege %-32s median %6.2f ms idle, %7.2f ms now: x %5.1f; 99 %% %6.2f ms, %7.2f ms: x %5.1f; longest %.0f ms, %.0f ms%n",
          when,
          idle.median,
          median,
          median / idle.median,
          idle.most,
          most,
          most / idle.most,
          idle.longest,
          longest);
    }
  }

  /** Each message is delivered, one after another. */
  private Times talk(String when) {
    long[] nanos = new long[MESSAGES];
    for (int i = 0; i < MESSAGES; i++) {
      long begin = System.nanoTime();
      var answer = hans.asks(JsonClient.frame("message").put("to", "yoda").put("text", "hi"));
      nanos[i] = System.nanoTime() - begin;
      assertThat(answer.path("state").asText()).as(when + ": " + answer).isEqualTo("delivered");
    }
    return Times.of(when, nanos);
  }

  private void assertMemoryIsBounded() {
    ProcessFigures figures = new ProcessFigures(server.pid());
    long resident = figures.residentKib().orElse(0) / 1024;
    long held = figures.heapKibAfterCollection().orElse(0) / 1024;
    System.out.printf("siege   heap %d MiB, resident %d MiB%n", held, resident);
    assertThat(held).as("heap after a collection, MiB").isLessThan(MOST_HELD_MIB);
    assertThat(resident).as("resident, MiB").isLessThan(MOST_RESIDENT_MIB);
    assertThat(server.isAlive()).isTrue();
  }
}
