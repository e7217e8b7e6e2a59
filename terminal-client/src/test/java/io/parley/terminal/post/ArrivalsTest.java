// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.terminal.Eventually;
import io.parley.wire.Notice.MessageArrived;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArrivalsTest {
  private static final Username YODA = new Username("yoda");

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<String> shownTexts = new CopyOnWriteArrayList<>();
  private final List<Runnable> afterwards = new CopyOnWriteArrayList<>();
  private final List<MessageId> acknowledged = new CopyOnWriteArrayList<>();
  private Arrivals arrivals;

  @BeforeEach
  void open() throws Exception {
    arrivals = arrivals();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Arrivals arrivals() throws Exception {
    return new Arrivals(
        vertx,
        loop,
        Shown.in(Journal.open(folder.resolve("shown")), 100),
        (message, action) -> {
          shownTexts.add(message.text());
          afterwards.add(action);
        },
        acknowledged::add);
  }

  private static MessageArrived message(String id, String text) {
    return new MessageArrived(YODA, new MessageId(id), text, Instant.EPOCH, true);
  }

  private void arrive(MessageArrived message) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(go -> {
      arrivals.arrived(message);
      done.complete();
    });
    done.future().await(10, TimeUnit.SECONDS);
  }

  private void awaitAcknowledged(int count) {
    Eventually.await(() -> "acknowledged " + acknowledged, () -> acknowledged.size() == count);
  }

  @Test
  void aMessageIsAcknowledgedOnlyOnceItWasShown() throws Exception {
    // Given
    arrive(message("m-1", "hi"));
    assertThat(shownTexts).containsExactly("hi");
    assertThat(acknowledged).isEmpty();

    // When
    afterwards.getFirst().run();

    // Then
    awaitAcknowledged(1);
  }

  @Test
  void aMessageThatWasShownIsAcknowledgedAgainButNotShownAgain() throws Exception {
    // Given
    arrive(message("m-1", "hi"));
    afterwards.getFirst().run();
    awaitAcknowledged(1);

    // When
    arrive(message("m-1", "hi"));

    // Then
    awaitAcknowledged(2);
    assertThat(shownTexts).hasSize(1);
  }

  @Test
  void aMessageThatComesAgainBeforeItWasShownIsShownOnce() throws Exception {
    // When
    arrive(message("m-1", "hi"));
    arrive(message("m-1", "hi"));
    afterwards.getFirst().run();

    // Then
    awaitAcknowledged(1);
    assertThat(shownTexts).hasSize(1);
  }

  @Test
  void whatAnEarlierClientHasShownIsNotShownAgain() throws Exception {
    // Given
    arrive(message("m-1", "hi"));
    afterwards.getFirst().run();
    awaitAcknowledged(1);

    // When
    arrivals = arrivals();
    arrive(message("m-1", "hi"));

    // Then
    awaitAcknowledged(2);
    assertThat(shownTexts).hasSize(1);
  }

  @Test
  void aScriptWaitsUntilItsStoredMessagesWereShown() throws Exception {
    // Given
    Promise<Void> caughtUp = Promise.promise();
    loop.runOnContext(go -> arrivals.awaitStored(2, Duration.ofMinutes(1)).onComplete(caughtUp));

    // When
    arrive(message("m-1", "one"));
    arrive(message("m-2", "two"));
    afterwards.get(0).run();
    awaitAcknowledged(1);
    assertThat(caughtUp.future().isComplete()).isFalse();
    afterwards.get(1).run();

    // Then
    caughtUp.future().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aScriptDoesNotWaitForeverForWhatDoesNotCome() throws Exception {
    // Given
    Promise<Void> caughtUp = Promise.promise();

    // When
    loop.runOnContext(go -> arrivals.awaitStored(2, Duration.ofMillis(20)).onComplete(caughtUp));

    // Then
    Future<Void> waited = caughtUp.future();
    waited.await(10, TimeUnit.SECONDS);
    assertThat(shownTexts).isEmpty();
  }
}
