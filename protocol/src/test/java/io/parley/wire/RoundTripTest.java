// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.sample.Chance;
import io.parley.sample.Records;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one side writes in the JSON dialect, the other reads as the same, however it is cut. */
final class RoundTripTest {
  private static final int ROUNDS = 200;

  private final Chance chance = Chance.fresh();
  private final Records records = new Records(chance);
  private final ClientDialect client = new ClientDialect();
  private final JsonDialect server = new JsonDialect();

  static List<Class<?>> commands() {
    List<Class<?>> commands = new ArrayList<>(Records.leavesOf(Command.class));
    commands.remove(Command.Help.class);
    return commands;
  }

  static List<Class<?>> replies() {
    List<Class<?>> replies = new ArrayList<>(Records.leavesOf(Reply.class));
    replies.remove(Reply.HelpText.class);
    return replies;
  }

  static List<Class<?>> notices() {
    return Records.leavesOf(Notice.class);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsTheSameAfterTheWay(Class<? extends Command> type) {
    // Given
    List<Incoming> sent = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Command command = records.any(type);
      Optional<RequestId> id = chance.truth() ? Optional.of(id(i)) : Optional.empty();
      sent.add(new Incoming.Asked(id, command));
      lines.add(client.write(id, command));
    }

    // When
    List<Incoming> arrived = overTheWire(lines).stream().map(server::read).toList();

    // Then
    assertThat(arrived).as(chance.seed()).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void everyReplyIsTheSameAfterTheWay(Class<? extends Reply> type) {
    // Given
    Map<RequestId, Command> asked = new HashMap<>();
    List<ServerLine> sent = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Reply reply = records.any(type);
      Command command = records.any(questionFor(type));
      asked.put(id(i), command);
      sent.add(new ServerLine.Answered(Optional.of(id(i)), reply));
      lines.add(server.write(new Incoming.Asked(Optional.of(id(i)), command), reply).orElseThrow());
    }

    // When
    List<String> cut = overTheWire(lines);

    // Then
    assertThat(
            cut.stream().map(line -> client.read(line, id -> Optional.ofNullable(asked.get(id)))))
        .as(chance.seed())
        .isEqualTo(sent);
    assertThat(cut.stream().map(client::read)).as(chance.seed()).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("notices")
  void everyNoticeIsTheSameAfterTheWay(Class<? extends Notice> type) {
    // Given
    List<ServerLine> sent = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Notice notice = records.any(type);
      sent.add(new ServerLine.Told(notice));
      lines.add(server.write(notice));
    }

    // When
    List<ServerLine> arrived = overTheWire(lines).stream().map(client::read).toList();

    // Then
    assertThat(arrived).as(chance.seed()).isEqualTo(sent);
  }

  @Test
  void aRefusalWithoutAnIdArrivesWithoutOne() {
    String line = server.write(Refusals.tooLong(16_384));

    assertThat(client.read(line))
        .isInstanceOfSatisfying(
            ServerLine.Answered.class,
            answer -> {
              assertThat(answer.re()).isEmpty();
              assertThat(answer.reply())
                  .isEqualTo(
                      new Reply.Refused(FailureCode.TOO_LONG, Refusals.tooLong(16_384).text()));
            });
  }

  @Test
  void noLineMakesAReaderThrow() {
    List<String> seeds = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      seeds.add(
          chance.truth()
              ? client.write(Optional.of(id(i)), records.any(chance.oneOf(typed(commands()))))
              : server.write(records.any(Notice.class)));
    }
    for (int i = 0; i < 5_000; i++) {
      // Given
      String line = damaged(chance.oneOf(seeds));

      // When
      Incoming incoming = server.read(line);
      ServerLine told = client.read(line);

      // Then
      assertThat(told).as(chance.seed()).isNotNull();
      if (incoming instanceof Incoming.Malformed malformed) {
        String answer = server.write(malformed);
        assertThat(client.read(answer)).as(answer).isInstanceOf(ServerLine.Answered.class);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Class<? extends Command>> typed(List<Class<?>> types) {
    return (List<Class<? extends Command>>) (List<?>) types;
  }

  private String damaged(String line) {
    StringBuilder damaged = new StringBuilder(line);
    for (int count = chance.from(1, 3); count > 0 && damaged.length() > 1; count--) {
      int at = chance.below(damaged.length());
      switch (chance.below(4)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.setCharAt(at, (char) chance.below(0x250));
        case 2 -> damaged.insert(at, chance.text());
        default -> damaged.insert(at, damaged.substring(at, chance.from(at, damaged.length())));
      }
    }
    return damaged.toString();
  }

  private static Class<? extends Command> questionFor(Class<?> reply) {
    if (reply == Reply.LoggedIn.class) {
      return Command.Login.class;
    } else if (reply == Reply.MessageAccepted.class) {
      return Command.Message.class;
    } else if (reply == Reply.BroadcastSent.class) {
      return Command.Broadcast.class;
    } else if (reply == Reply.UserList.class) {
      return Command.WhoElseSince.class;
    } else if (reply == Reply.PeerFound.class) {
      return Command.StartPrivate.class;
    } else if (reply == Reply.Pong.class) {
      return Command.Ping.class;
    }
    return Command.Block.class;
  }

  private static RequestId id(int number) {
    return new RequestId(number % 2 == 0 ? "" + number : "\"r-" + number + "\"");
  }

  /** The lines as they come out of a stream that was cut anywhere. */
  private List<String> overTheWire(List<String> lines) {
    byte[] stream = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    LineFramer framer = new LineFramer(ClientDialect.SERVER_LINE_LIMIT);
    List<String> arrived = new ArrayList<>();
    int most = chance.oneOf(List.of(1, 3, 100, 10_000));
    for (int at = 0; at < stream.length; ) {
      int length = Math.min(stream.length - at, chance.from(1, most));
      framer.feed(Buffer.buffer().appendBytes(stream, at, length));
      at += length;
      for (Optional<Line> line = framer.next(); line.isPresent(); line = framer.next()) {
        arrived.add(((Line.Text) line.get()).text());
      }
    }
    return arrived;
  }
}
