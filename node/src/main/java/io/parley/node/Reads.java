// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.node.metrics.Metrics;
import io.parley.node.metrics.Timing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;

/** What the reading threads of a database do: one question after another, each thread its own. */
final class Reads implements Runnable {
  private final Vertx vertx;
  private final Engine engine;
  private final WorkQueue<Read<?>> queue;
  private final Timing timing;

  /** A question, and who asked it. */
  private record Read<T>(Query<T> query, Asked<T> asked) {
    void run(Link link) throws InterruptedException {
      while (true) {
        if (!link.isConnected() && asked.hasWaitedFor(SqlDatabase.PATIENCE)) {
          // Else much that waits would be as many attempts to connect.
          asked.fail(SqlDatabase.unavailable(Link.Lost.inTime()));
          return;
        }
        try {
          asked.succeed(link.run(query));
          return;
        } catch (Link.Lost e) {
          Thread.sleep(SqlDatabase.RETRY_PAUSE);
        } catch (SQLException | RuntimeException | Error e) {
          asked.fail(e);
          return;
        }
      }
    }
  }

  Reads(Vertx vertx, Engine engine, Metrics metrics, int capacity) {
    this.vertx = vertx;
    this.engine = engine;
    this.queue = new WorkQueue<>(capacity);
    this.timing = SqlDatabase.timing(metrics, "read");
    SqlDatabase.watch(metrics, "read", queue);
  }

  <T> Future<T> ask(Query<T> query) {
    Asked<T> asked = new Asked<>(vertx, timing);
    return SqlDatabase.accepted(queue.offer(new Read<>(query, asked)), asked);
  }

  void close() {
    queue.close();
  }

  /** Answers questions until there are no more. */
  @Override
  public void run() {
    Link link = Link.toRead(engine);
    try {
      List<Read<?>> taken = queue.take(1);
      while (!taken.isEmpty()) {
        Read<?> read = taken.get(0);
        read.run(link);
        Asked.deliver(List.of(read.asked()));
        taken = queue.take(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      link.drop();
    }
  }
}
