// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.fuzz.Fuzzing;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What no client may send changes nothing but its own answer. */
class WireFuzzTest {
  private static final int LIMIT = 4_096;

  private static final List<byte[]> FROM_CLIENTS =
      Fuzzing.bytes(
          "{\"op\":\"login\",\"id\":1,\"user\":\"hans\",\"password\":\"falcon*solo\",\"acks\":true,"
              + "\"peer\":{\"port\":4000,\"fingerprint\":\"SHA256:x\",\"host\":\"h\",\"policy\":\"ask\"}}",
          "{\"op\":\"login\",\"id\":\"a\",\"user\":\"hans\",\"resume\":\"secret\"}",
          "{\"op\":\"register\",\"id\":2.5,\"user\":\"yoda\",\"password\":\"wise@!man\"}",
          "{\"op\":\"message\",\"id\":3,\"to\":\"yoda\",\"text\":\"hi \\u00e9 \\ud83d\\udc4d\",\"mid\":\"m-1\"}",
          "{\"op\":\"broadcast\",\"text\":\"all\\tof you\"}",
          "{\"op\":\"whoelsesince\",\"id\":4,\"seconds\":900}",
          "{\"op\":\"block\",\"id\":5,\"user\":\"luke\"}",
          "{\"op\":\"startprivate\",\"id\":6,\"user\":\"luke\"}",
          "{\"op\":\"consent\",\"id\":7,\"token\":\"t\",\"accept\":true}",
          "{\"op\":\"passwd\",\"id\":8,\"old\":\"a\",\"new\":\"12345678\"}",
          "{\"op\":\"ack\",\"mid\":\"m-1\"}",
          "{\"op\":\"ping\",\"id\":9}",
          "{\"op\":\"logout\",\"id\":10}",
          "message yoda hi there",
          "login hans falcon*solo",
          "login",
          "register",
          "broadcast  two  blanks ",
          "WHOELSESINCE 900",
          "help message",
          "passwd old new one");

  private static final List<byte[]> FROM_SERVERS =
      Fuzzing.bytes(
          "PARLEY/1 0.1.0 Welcome.",
          "{\"re\":1,\"ok\":true,\"user\":\"hans\",\"timeout\":3600,\"pending\":2,"
              + "\"lastLogin\":\"2026-11-20T22:04:00.000Z\",\"resume\":\"s\"}",
          "{\"re\":null,\"ok\":false,\"error\":\"rate-limited\",\"text\":\"Wait.\",\"retryAfter\":3}",
          "{\"ev\":\"message\",\"mid\":\"m\",\"from\":\"yoda\",\"text\":\"hi\",\"at\":\"2026-11-20T22:04:00.000Z\",\"stored\":true}",
          "{\"ev\":\"presence\",\"user\":\"yoda\",\"online\":true,\"at\":\"2026-11-20T22:04:00.000Z\"}",
          "{\"ev\":\"peer\",\"user\":\"yoda\",\"fingerprint\":\"SHA256:x\",\"token\":\"t\"}",
          "{\"ev\":\"bye\",\"reason\":\"timeout\"}",
          "{\"re\":1,\"ok\":true,\"peer\":{\"host\":\"h\",\"port\":4000,\"token\":\"t\"}}",
          "{\"re\":1,\"ok\":true,\"users\":[\"a\",\"b\"]}");

  @Test
  void linesAreTheSameHoweverTheBytesArrive() {
    List<byte[]> streams = new ArrayList<>();
    for (byte[] one : FROM_CLIENTS) {
      byte[] line = Arrays.copyOf(one, one.length + 1);
      line[one.length] = '\n';
      streams.add(line);
    }
    streams.add(("x".repeat(LIMIT + 1) + "\nping\r\n\n\nping").getBytes(StandardCharsets.US_ASCII));
    Fuzzing.run(
        "framing",
        streams,
        (input, random) -> {
          List<Line> whole = lines(input, input.length + 1, random);
          assertThat(lines(input, 1 + random.nextInt(64), random)).isEqualTo(whole);
          for (Line line : whole) {
            if (line instanceof Line.Text(String text)) {
              assertThat(text).isNotEmpty().doesNotContain("\n");
              assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(LIMIT);
            }
          }
        });
  }

  private static List<Line> lines(byte[] stream, int step, Random random) {
    LineFramer framer = new LineFramer(LIMIT);
    List<Line> lines = new ArrayList<>();
    for (int from = 0; from < stream.length; ) {
      int to = Math.min(stream.length, from + 1 + random.nextInt(step));
      framer.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, to)));
      from = to;
      for (var line = framer.next(); line.isPresent(); line = framer.next()) {
        lines.add(line.get());
      }
    }
    framer.finish().ifPresent(lines::add);
    return lines;
  }

  @Test
  void aProgramsFrameIsACommandOrHasAnAnswerInOneCleanLine() {
    JsonDialect dialect = new JsonDialect();
    Fuzzing.run(
        "JSON dialect",
        FROM_CLIENTS,
        (input, random) -> {
          String line = new String(input, StandardCharsets.UTF_8);
          switch (dialect.read(line)) {
            case Incoming.Asked(Optional<RequestId> id, Command command) -> {
              // what was understood can be said again, and means the same
              String again = new ClientDialect().write(id, command);
              assertThat(dialect.read(again)).isEqualTo(new Incoming.Asked(id, command));
            }
            case Incoming.Malformed malformed -> assertClean(dialect.write(malformed));
            case Incoming.Prompt prompt -> throw new AssertionError("a program is not prompted");
          }
        });
  }

  @Test
  void aPersonsLinesAreCommandsOrHaveAnAnswerInOneCleanLine() {
    Fuzzing.run(
        "text dialect",
        FROM_CLIENTS,
        (input, random) -> {
          TextDialect dialect = new TextDialect();
          for (String line : new String(input, StandardCharsets.UTF_8).split("\n", 4)) {
            switch (dialect.read(line)) {
              case Incoming.Asked asked -> {}
              case Incoming.Malformed malformed -> assertClean(dialect.write(malformed));
              case Incoming.Prompt(String prompt) -> assertClean(prompt);
            }
          }
        });
  }

  private static void assertClean(String answer) {
    assertThat(answer.codePoints()).noneMatch(c -> Character.isISOControl(c) && c != '\t');
  }

  @Test
  void aServersLineNeverBreaksTheClient() {
    ClientDialect dialect = new ClientDialect();
    Fuzzing.run(
        "client dialect",
        FROM_SERVERS,
        (input, random) -> {
          String line = new String(input, StandardCharsets.UTF_8);
          assertThat(dialect.read(line, id -> Optional.of(new Command.WhoElse()))).isNotNull();
          assertThat(dialect.read(line, id -> Optional.empty())).isNotNull();
        });
  }
}
