// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.node.metrics.Metrics;
import io.parley.node.metrics.Timing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the writing thread of a database does: it takes all units that wait, carries them out in one
 * transaction, commits once and answers them all. While one group is committed the next one
 * gathers, so that the commits, which cost most, become fewer the more there is to do.
 *
 * <p>If something in a group is refused, nothing of it is committed, and its halves are tried on
 * their own, and so on: a faulty unit fails alone, at the price of a few commits.
 */
final class Writes implements Runnable {
  static final int MOST_IN_A_GROUP = 1000;

  private final Vertx vertx;
  private final WorkQueue<Unit> queue;
  private final Timing timing;
  private final Link link;
  private final int mostInAGroup;
  private final Timing commits;

  /** What is committed as a whole or not at all. */
  private sealed interface Unit {
    Asked<?> asked();
  }

  /** One statement, carried out once for each row of values. */
  private record Change(String sql, List<@Nullable Object[]> rows, Asked<Integer> asked)
      implements Unit {}

  /** Several statements. */
  private record Work<T>(Query<T> query, Asked<T> asked) implements Unit {
    void run(Connection connection) throws SQLException {
      asked.succeed(query.run(connection));
    }
  }

  Writes(Vertx vertx, Engine engine, Metrics metrics, int capacity, int mostInAGroup) {
    this.vertx = vertx;
    this.mostInAGroup = mostInAGroup;
    this.queue = new WorkQueue<>(capacity);
    this.timing = SqlDatabase.timing(metrics, "write");
    SqlDatabase.watch(metrics, "write", queue);
    this.link = Link.toWrite(engine);
    this.commits =
        metrics.timing("parley.sql.commits", "Commits, each of all work that had gathered.");
  }

  Future<Integer> ask(String sql, List<@Nullable Object[]> rows) {
    Asked<Integer> asked = new Asked<>(vertx, timing);
    return SqlDatabase.accepted(queue.offer(new Change(sql, rows, asked)), asked);
  }

  <T> Future<T> ask(Query<T> query) {
    Asked<T> asked = new Asked<>(vertx, timing);
    return SqlDatabase.accepted(queue.offer(new Work<>(query, asked)), asked);
  }

  /** How many groups have been committed. */
  long commits() {
    return commits.count();
  }

  void close() {
    queue.close();
  }

  /** Carries out units until there are no more. */
  @Override
  public void run() {
    try {
      List<Unit> group = queue.take(mostInAGroup);
      while (!group.isEmpty()) {
        carryOut(group);
        group = queue.take(mostInAGroup);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      link.drop();
    }
  }

  private void carryOut(List<Unit> group) throws InterruptedException {
    List<Unit> open =
        link.isConnected() ? group : withoutThoseWhoWaitedTooLong(group, Link.Lost.inTime());
    while (!open.isEmpty()) {
      try {
        commit(open);
        return;
      } catch (Link.Lost e) {
        // Nothing was committed, so that it can be done again on a new connection.
        open = withoutThoseWhoWaitedTooLong(open, e);
        if (!open.isEmpty()) {
          Thread.sleep(SqlDatabase.RETRY_PAUSE);
        }
      } catch (SQLException | RuntimeException | Error e) {
        link.rollback();
        if (open.size() == 1) {
          fail(open, e);
          return;
        }
        int middle = open.size() / 2;
        carryOut(open.subList(0, middle));
        carryOut(open.subList(middle, open.size()));
        return;
      }
    }
  }

  private void commit(List<Unit> group) throws SQLException, Link.Lost {
    link.run(connection -> {
      run(connection, group);
      return group;
    });
    long start = System.nanoTime();
    try {
      link.run(connection -> {
        connection.commit();
        return group;
      });
    } catch (Link.Lost e) {
      // Committed or not, nobody knows: doing it again might do it twice.
      fail(group, SqlDatabase.unavailable(e));
      return;
    }
    commits.took(System.nanoTime() - start);
    deliver(group);
  }

  private void run(Connection connection, List<Unit> group) throws SQLException {
    Map<String, List<Change>> sqlToChanges = new LinkedHashMap<>();
    for (Unit unit : group) {
      switch (unit) {
        case Change change ->
            sqlToChanges.computeIfAbsent(change.sql(), sql -> new ArrayList<>()).add(change);
        case Work<?> work -> work.run(connection);
      }
    }
    for (Map.Entry<String, List<Change>> batch : sqlToChanges.entrySet()) {
      run(link.prepare(connection, batch.getKey()), batch.getValue());
    }
  }

  private static void run(PreparedStatement statement, List<Change> changes) throws SQLException {
    try {
      for (Change change : changes) {
        for (@Nullable Object[] values : change.rows()) {
          Query.bind(statement, values);
          statement.addBatch();
        }
      }
      int[] counts = statement.executeBatch();
      int first = 0;
      for (Change change : changes) {
        int behind = first + change.rows().size();
        change.asked().succeed(Arrays.stream(counts, first, behind).sum());
        first = behind;
      }
    } catch (BatchUpdateException e) {
      // Only the next one says what was wrong, and in which state the connection is.
      throw e.getNextException() == null ? e : e.getNextException();
    } finally {
      statement.clearBatch();
    }
  }

  private static List<Unit> withoutThoseWhoWaitedTooLong(List<Unit> group, Link.Lost failure) {
    List<Unit> patient = new ArrayList<>();
    List<Unit> late = new ArrayList<>();
    for (Unit unit : group) {
      (unit.asked().hasWaitedFor(SqlDatabase.PATIENCE) ? late : patient).add(unit);
    }
    fail(late, SqlDatabase.unavailable(failure));
    return patient;
  }

  private static void fail(List<Unit> group, Throwable failure) {
    group.forEach(unit -> unit.asked().fail(failure));
    deliver(group);
  }

  private static void deliver(List<Unit> group) {
    Asked.deliver(group.stream().map(Unit::asked).toList());
  }
}
