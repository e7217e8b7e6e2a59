// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL store of a node: what it has answered as written is committed to the disk. Any thread may
 * ask; nobody waits, and answers arrive on the asker's Vert.x context.
 *
 * <p>Units of work that are under way at the same time may be carried out in any order; who needs
 * an order waits for the answer. Both engines, SQLite and PostgreSQL, are given the same SQL:
 * instants are BIGINT epoch milliseconds, truth values INTEGER 0 or 1.
 *
 * <p>Fails with {@link io.parley.bus.RequestRefused}: {@code UNAVAILABLE} if the database cannot be
 * reached, {@code RATE_LIMITED} if too much work waits already; and with {@link
 * java.sql.SQLException} if the statement itself is refused.
 */
public interface Database {
  /** Reads, on a connection of its own: everything committed before the question is seen. */
  <T> Future<T> read(Query<T> query);

  /**
   * Carries out one statement that changes rows and answers how many, when it is committed. Updates
   * with the same SQL that wait at the same time become one batch and one commit.
   *
   * @param values of the statement's parameters: text, numbers, or null
   */
  Future<Integer> update(String sql, @Nullable Object... values);

  /**
   * As {@link #update}, once for each row of values, in their order and as one atomic unit; answers
   * how many rows changed altogether.
   */
  Future<Integer> updateAll(String sql, List<@Nullable Object[]> rows);

  /**
   * Carries out several statements as one atomic unit, and answers when it is committed. Shares its
   * commit with other work, and may be run again alone if that fails: it must be pure SQL.
   */
  <T> Future<T> write(Query<T> query);

  /** Carries out what waits, then lets go of all connections. */
  Future<Void> close();
}
