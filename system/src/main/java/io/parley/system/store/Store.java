// SPDX-License-Identifier: Apache-2.0
package io.parley.system.store;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.messaging.Mailbox;
import io.parley.model.Username;
import io.parley.node.Database;
import io.parley.node.Settings;
import io.parley.node.StartProblem;
import io.parley.node.Storage;
import io.parley.node.metrics.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The messaging service's mailbox in a real database, without the rest of a server. */
final class Store implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;
  private static final int MOST_AT_ONCE = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final Storage storage;
  private final Mailbox mailbox;

  private Store(Vertx vertx, Context context, Storage storage, Database database) {
    this.vertx = vertx;
    this.context = context;
    this.storage = storage;
    this.mailbox = Mailbox.in(database, InstantSource.system(), Integer.MAX_VALUE);
  }

  /** Opens the database that the settings name. At most so many writes share a commit. */
  static Store open(Settings settings, int mostInACommit) {
    Vertx vertx = Vertx.vertx();
    Storage storage = Storage.of(vertx, settings, new Metrics(), mostInACommit);
    return new Store(
        vertx, vertx.getOrCreateContext(), storage, await(storage.database("messaging")));
  }

  String place() {
    return storage.place().orElse("nowhere");
  }

  /** Lets so many write for so long. */
  Measurement measure(int count, int seconds) {
    Senders senders = new Senders(mailbox, count);
    long commitsBefore = storage.commits();
    long begin = System.nanoTime();
    await(
        onContext(() -> {
          vertx.setTimer(SECONDS.toMillis(seconds), timer -> senders.stop());
          return senders.start();
        }));
    double elapsed = (System.nanoTime() - begin) / 1e9;
    return new Measurement(
        senders.stored() / elapsed,
        (storage.commits() - commitsBefore) / elapsed,
        senders.medianAnswerMillis());
  }

  /** Removes what was stored for so many recipients. */
  void empty(int recipients) {
    await(
        onContext(() ->
            Future.join(
                IntStream.range(0, recipients)
                    .mapToObj(Senders::recipient)
                    .map(this::empty)
                    .toList())));
  }

  private Future<Void> empty(Username recipient) {
    return mailbox
        .collect(recipient, Set.of(), MOST_AT_ONCE)
        .map(mail -> mail.messages().stream().map(KeptMessage::position).toList())
        .compose(positions ->
            positions.isEmpty()
                ? Future.succeededFuture()
                : mailbox.confirm(recipient, positions).compose(done -> empty(recipient)));
  }

  @Override
  public void close() {
    await(storage.close());
    await(vertx.close());
  }

  private <T> Future<T> onContext(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(go -> action.get().onComplete(done));
    return done.future();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof StartProblem problem) {
        throw problem;
      }
      throw new IllegalStateException("the store failed", failure.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("the store does not answer", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
