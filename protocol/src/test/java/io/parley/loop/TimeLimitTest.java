// SPDX-License-Identifier: Apache-2.0
package io.parley.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aTimeThatIsOverIsToldOnTheContextOfWhoWaits() {
    // When
    Told told = waiting(SHORT, () -> Promise.<String>promise().future());
    // Then
    assertThat(told.outcome().cause()).isInstanceOf(TimeoutException.class);
    assertThat(told.where()).isSameAs(context);
  }

  @Test
  void whatIsDoneElsewhereIsToldOnTheContextOfWhoWaits() {
    // When
    Told told = waiting(LONG, () -> doneByAPlainThread("done"));
    // Then
    assertThat(told.outcome().result()).isEqualTo("done");
    assertThat(told.where()).isSameAs(context);
  }

  @Test
  void whatIsDoneAlreadyIsToldAtOnce() {
    // When
    Told told = waiting(SHORT, () -> Future.succeededFuture("done"));
    // Then
    assertThat(told.outcome().result()).isEqualTo("done");
    assertThat(told.where()).isSameAs(context);
  }

  @Test
  void whoHasNoContextMayWaitToo() {
    // When
    Future<String> waited = TimeLimit.within(SHORT, Promise.<String>promise().future());
    // Then
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    waited.onFailure(failure::complete);
    assertThat(failure.join()).isInstanceOf(TimeoutException.class);
  }

  private record Told(Future<String> outcome, Context where) {}

  private Told waiting(Duration limit, Supplier<Future<String>> work) {
    CompletableFuture<Told> told = new CompletableFuture<>();
    context.runOnContext(start -> {
      Future<String> waited = TimeLimit.within(limit, work.get());
      waited.onComplete(done -> told.complete(new Told(waited, Vertx.currentContext())));
    });
    return told.join();
  }

  private static Future<String> doneByAPlainThread(String result) {
    Promise<String> promise = Promise.promise();
    Thread.ofPlatform().start(() -> promise.complete(result));
    return promise.future();
  }
}
