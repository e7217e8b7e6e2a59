// SPDX-License-Identifier: Apache-2.0
package io.parley.system.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.MessagingRequest;
import io.parley.bus.RequestRefused;
import io.parley.bus.Service;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImporterTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Importer importer =
      new Importer(bus, NOW, new PrintStream(out, true, StandardCharsets.UTF_8));
  private final List<String> kept = new CopyOnWriteArrayList<>();

  ImporterTest() {
    bus.serve(Service.AUTH, AuthRequest.class, this::answer).await();
    bus.serve(Service.MESSAGING, MessagingRequest.class, this::answer).await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void messagesAreKeptInTheOrderOfTheFileHoweverSoonTheirSendersAreKnown() {
    importer.take(file("slow yoda one", "hans yoda two", "slow yoda three", "hans yoda four"));

    assertThat(kept).containsExactly("one", "two", "three", "four");
    assertThat(importer.refused()).isZero();
  }

  @Test
  void aLineThatIsRefusedHoldsUpNoneAfterIt() {
    importer.take(file("nobody yoda one", "hans full two", "yoda yoda three", "hans yoda four"));

    assertThat(kept).containsExactly("four");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("messages line 1 refused: there is no user nobody")
        .contains("messages line 2 refused: the recipient's mailbox is full")
        .contains("messages line 3 refused: sender and recipient are the same")
        .contains("messages line 4 taken: message from hans to yoda")
        .contains("messages: 1 taken, 3 refused");
  }

  private static OldFile file(String... lines) {
    return new OldFile(
        "messages",
        IntStream.range(0, lines.length)
            .mapToObj(i -> new OldFile.Entry(i + 1, message(lines[i])))
            .toList());
  }

  private static OldLine message(String line) {
    String[] words = line.split(" ");
    return new OldLine.Message(
        Optional.empty(), new Username(words[0]), new Username(words[1]), words[2]);
  }

  private Future<?> answer(AuthRequest<?> question) {
    Username user = ((AuthRequest.Exists) question).user();
    Promise<AuthRequest.Existence> answer = Promise.promise();
    // who is slow is known after all who are not
    long turns = user.value().equals("slow") ? 100 : 1;
    later(turns, () -> answer.complete(new AuthRequest.Existence(!user.value().equals("nobody"))));
    return answer.future();
  }

  private void later(long turns, Runnable work) {
    vertx.setTimer(
        1,
        turn -> {
          if (turns == 1) {
            work.run();
          } else {
            later(turns - 1, work);
          }
        });
  }

  private Future<?> answer(MessagingRequest<?> question) {
    MessagingRequest.Send send = (MessagingRequest.Send) question;
    if (send.message().to().value().equals("full")) {
      return Future.failedFuture(new RequestRefused(FailureCode.MAILBOX_FULL, "by the test"));
    }
    kept.add(send.message().text());
    return Future.succeededFuture(new MessagingRequest.Sent(DeliveryState.STORED, NOW));
  }
}
