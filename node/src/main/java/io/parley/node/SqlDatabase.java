// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.node.metrics.Metrics;
import io.parley.node.metrics.Timing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database on threads of its own: one that writes, in groups, and some that read. */
final class SqlDatabase implements Database {
  /** How long work waits for a connection that is lost: less than those wait who asked for it. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  static final int MOST_WAITING = 100_000;

  private final Vertx vertx;
  private final Engine engine;
  private final Writes writes;
  private final Reads reads;
  private final List<Thread> threads = new ArrayList<>();

  SqlDatabase(Vertx vertx, Engine engine, Metrics metrics, int mostWaiting, int mostInACommit) {
    this.vertx = vertx;
    this.engine = engine;
    this.writes = new Writes(vertx, engine, metrics, mostWaiting, mostInACommit);
    this.reads = new Reads(vertx, engine, metrics, mostWaiting);
  }

  SqlDatabase start() {
    threads.add(Thread.ofPlatform().daemon().name("parley-database-writer").start(writes));
    Thread.Builder readers = Thread.ofPlatform().daemon().name("parley-database-reader-", 1);
    for (int i = 0; i < engine.readers(); i++) {
      threads.add(readers.start(reads));
    }
    return this;
  }

  @Override
  public <T> Future<T> read(Query<T> query) {
    return reads.ask(query);
  }

  @Override
  public Future<Integer> update(String sql, @Nullable Object... values) {
    return writes.ask(sql, List.<@Nullable Object[]>of(values));
  }

  @Override
  public Future<Integer> updateAll(String sql, List<@Nullable Object[]> rows) {
    return rows.isEmpty() ? Future.succeededFuture(0) : writes.ask(sql, rows);
  }

  @Override
  public <T> Future<T> write(Query<T> query) {
    return writes.ask(query);
  }

  /** How often something was committed. */
  long commits() {
    return writes.commits();
  }

  @Override
  public Future<Void> close() {
    writes.close();
    reads.close();
    return vertx.executeBlocking(
        () -> {
          for (Thread thread : threads) {
            thread.join();
          }
          engine.close();
          return null;
        },
        false);
  }

  /** How long those wait who ask, from the question to the answer. */
  static Timing timing(Metrics metrics, String kind) {
    return metrics.timing(
        "parley.sql", "Work on the database, from the question to the answer.", "kind", kind);
  }

  /** How much work waits for a thread. */
  static void watch(Metrics metrics, String kind, WorkQueue<?> queue) {
    metrics.gauge(
        "parley.sql.waiting", "Work that waits for the database.", queue::size, "kind", kind);
  }

  /** The answer to come, or a refusal if the work was not accepted. */
  static <T> Future<T> accepted(WorkQueue.Offer offer, Asked<T> asked) {
    return switch (offer) {
      case ACCEPTED -> asked.answer();
      case FULL ->
          Future.failedFuture(
              new RequestRefused(
                  FailureCode.RATE_LIMITED,
                  "too much work waits for the database",
                  Duration.ofSeconds(1)));
      case CLOSED ->
          Future.failedFuture(
              new RequestRefused(FailureCode.UNAVAILABLE, "the database is closed"));
    };
  }

  static RequestRefused unavailable(Link.Lost failure) {
    return new RequestRefused(
        FailureCode.UNAVAILABLE, "no connection to the database: " + failure.getMessage());
  }
}
