// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests of the database on either engine have in common. */
abstract class DatabaseScene {
  static final String PUT = "INSERT INTO item (name, amount) VALUES (?, ?) ON CONFLICT DO NOTHING";
  static final String PUT_OR_FAIL = "INSERT INTO item (name, amount) VALUES (?, ?)";
  static final String SET = "UPDATE item SET amount = ? WHERE name = ?";

  @RegisterExtension final FreshDatabase fresh = newDatabase();

  abstract FreshDatabase newDatabase();

  Database database() {
    return fresh.database();
  }

  Database database0() {
    return fresh.storage().database("shelf").result();
  }

  Optional<Long> amountOf(String name) {
    return await(
        database()
            .read(
                Query.first(
                    "SELECT amount FROM item WHERE name = ?", row -> row.getLong(1), name)));
  }

  CountDownLatch holdTheWriter() {
    return holdTheWriter(database());
  }

  /** Keeps the writing thread busy, so that what comes meanwhile is one group. */
  static CountDownLatch holdTheWriter(Database database) {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    database.write(connection -> {
      busy.countDown();
      try {
        return go.await(20, SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    try {
      assertThat(busy.await(20, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return go;
  }

  static Query<Integer> twoItems(String one, String other) {
    return connection ->
        Query.change(PUT_OR_FAIL, one, 1).run(connection)
            + Query.change(PUT_OR_FAIL, other, 1).run(connection);
  }

  /** Items of an amount of 1. */
  static List<Object[]> rows(String... names) {
    return Stream.of(names).map(name -> new Object[] {name, 1}).toList();
  }

  static Object failing(String why) throws SQLException {
    throw new SQLException(why);
  }

  static boolean isWhole(String line) {
    return line.startsWith("item-") && line.endsWith(".");
  }
}
