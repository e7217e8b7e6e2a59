// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

abstract class DatabaseContract {
  static final String PUT =
      "INSERT INTO item (name, amount) VALUES (?, ?) ON CONFLICT DO NOTHING";
  static final String PUT_OR_FAIL = "INSERT INTO item (name, amount) VALUES (?, ?)";
  static final String SET = "UPDATE item SET amount = ? WHERE name = ?";

  @RegisterExtension final FreshDatabase fresh = newDatabase();

  abstract FreshDatabase newDatabase();

  @Test
  void whatIsAnsweredAsWrittenIsRead() {
    // When
    Integer rows = await(database().update(PUT, "cup", 3));
    // Then
    assertThat(rows).isEqualTo(1);
    assertThat(amountOf("cup")).contains(3L);
  }

  @Test
  void whatIsWrittenIsThereAfterARestart() {
    // Given
    await(database().update(PUT, "cup", 3));
    // When
    fresh.reopen();
    // Then
    assertThat(amountOf("cup")).contains(3L);
  }

  @Test
  void aServiceThatComesLaterFindsItsTablesMadeToo() {
    // Given
    await(database().update(PUT, "cup", 3));
    // When
    Database later = await(fresh.storage().database("cellar"));
    // Then
    assertThat(await(later.update("INSERT INTO bottle (name) VALUES (?)", "wine"))).isEqualTo(1);
    assertThat(amountOf("cup")).contains(3L);
  }

  @Test
  void updatesOfOneGroupEachLearnTheirOwnCount() {
    // Given
    await(database().update(PUT, "even-0", 1));
    CountDownLatch go = holdTheWriter();
    // When
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      counts.add(database().update(PUT, i % 2 == 0 ? "even-0" : "odd-" + i, i));
      counts.add(database().update(SET, i, i % 2 == 0 ? "even-0" : "nobody"));
      counts.add(database().update("UPDATE item SET amount = amount WHERE name LIKE 'even%'"));
    }
    go.countDown();
    // Then
    for (int i = 0; i < 100; i++) {
      assertThat(await(counts.get(3 * i))).as("insert %s", i).isEqualTo(i % 2);
      assertThat(await(counts.get(3 * i + 1))).as("update %s", i).isEqualTo(1 - i % 2);
      assertThat(await(counts.get(3 * i + 2))).isEqualTo(1);
    }
  }

  @Test
  void ofTwoInsertsOfOneKeyInAGroupOneCounts() {
    // Given
    CountDownLatch go = holdTheWriter();
    // When
    List<Future<Integer>> counts =
        IntStream.range(0, 50).mapToObj(i -> database().update(PUT, "cup", i)).toList();
    go.countDown();
    // Then
    assertThat(counts.stream().mapToInt(Await::await).sum()).isEqualTo(1);
  }

  @Test
  void aFaultyUnitFailsAloneAndAllOthersAreCommitted() {
    // Given
    CountDownLatch go = holdTheWriter();
    // When
    List<Future<Integer>> good = new ArrayList<>();
    List<Future<?>> bad = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      good.add(database().update(PUT_OR_FAIL, "item-" + i, i));
      if (i % 70 == 0) {
        bad.add(database().update(PUT_OR_FAIL, "bad-" + i, -1));
        bad.add(database().update("UPDATE nothing SET x = 1"));
        bad.add(database().write(connection -> failing("bad query")));
      }
    }
    Future<Integer> unit = database().write(twoItems("left", "right"));
    go.countDown();
    // Then
    good.forEach(future -> assertThat(await(future)).isEqualTo(1));
    assertThat(await(unit)).isEqualTo(2);
    bad.forEach(future -> assertThatThrownBy(() -> await(future)).isInstanceOf(SQLException.class));
    assertThat(await(database().read(Query.all("SELECT name FROM item", row -> row.getString(1)))))
        .hasSize(202)
        .noneMatch(name -> name.startsWith("bad"));
  }

  @Test
  void aUnitIsCommittedAsAWholeOrNotAtAll() {
    // When
    Future<Integer> unit = database().write(twoItems("cup", "cup"));
    // Then
    assertThatThrownBy(() -> await(unit)).isInstanceOf(SQLException.class);
    assertThat(amountOf("cup")).isEmpty();
  }

  @Test
  void whatAQueryThrowsItsAskerSees() {
    // When
    Future<Object> unit =
        database()
            .write(
                connection -> {
                  throw new IllegalStateException("as it likes");
                });
    // Then
    assertThatThrownBy(() -> await(unit)).hasMessage("as it likes");
    assertThat(await(database().update(PUT, "cup", 1))).isEqualTo(1);
  }

  @Test
  void aStatementThatAReaderMayNotRunHasNoEffectOnTheNextOne() {
    // When
    Future<Object> read = database().read(connection -> failing("bad read"));
    // Then
    assertThatThrownBy(() -> await(read)).isInstanceOf(SQLException.class);
    assertThat(amountOf("cup")).isEmpty();
  }

  @Test
  void answersArriveOnTheAskersContext() throws Exception {
    // Given
    Context context = fresh.vertx().getOrCreateContext();
    Set<String> threads = Collections.synchronizedSet(new HashSet<>());
    Set<String> own = Collections.synchronizedSet(new HashSet<>());
    CountDownLatch answered = new CountDownLatch(20);
    // When
    context.runOnContext(
        start -> {
          own.add(Thread.currentThread().getName());
          for (int i = 0; i < 10; i++) {
            database0()
                .update(PUT, "item-" + i, i)
                .onComplete(
                    result -> {
                      threads.add(Thread.currentThread().getName());
                      answered.countDown();
                    });
            database0()
                .read(Query.first("SELECT 1", row -> row.getInt(1)))
                .onComplete(
                    result -> {
                      threads.add(Thread.currentThread().getName());
                      answered.countDown();
                    });
          }
        });
    // Then
    assertThat(answered.await(10, SECONDS)).isTrue();
    assertThat(threads).isEqualTo(own);
  }

  @Test
  void nullIsAValue() {
    // When
    Future<Integer> count =
        database().update("UPDATE item SET amount = 1 WHERE name = ?", (Object) null);
    // Then
    assertThat(await(count)).isZero();
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAndTheRestCarriedOut() {
    // Given
    await(fresh.storage().close());
    SqlDatabase small = new SqlDatabase(fresh.vertx(), Storage.engine(fresh.settings()), 10).start();
    CountDownLatch go = holdTheWriter(small);
    // When
    List<Future<Integer>> all =
        IntStream.range(0, 15).mapToObj(i -> small.update(PUT, "item-" + i, i)).toList();
    go.countDown();
    // Then
    all.subList(0, 10).forEach(future -> assertThat(await(future)).isEqualTo(1));
    all.subList(10, 15)
        .forEach(
            future ->
                assertThatThrownBy(() -> await(future)).hasMessageContaining("too much work"));
    await(small.close());
  }

  @Test
  void whatWaitsWhenTheDatabaseClosesIsStillCommitted() {
    // Given
    CountDownLatch go = holdTheWriter();
    List<Future<Integer>> waiting =
        IntStream.range(0, 100).mapToObj(i -> database().update(PUT, "item-" + i, i)).toList();
    Database closing = database();
    // When
    Future<Void> closed = closing.close();
    go.countDown();
    await(closed);
    // Then
    waiting.forEach(future -> assertThat(await(future)).isEqualTo(1));
    assertThatThrownBy(() -> await(closing.update(PUT, "late", 1))).hasMessageContaining("closed");
    fresh.reopen();
    assertThat(amountOf("item-99")).contains(99L);
  }

  @Test
  void whatWasAnsweredBeforeTheProcessWasKilledIsThere() throws Exception {
    // Given
    await(fresh.storage().close());
    Process writer = WriterProcess.start(fresh.place().options());
    Set<String> answered = new HashSet<>();
    // When
    try (BufferedReader lines = writer.inputReader()) {
      while (answered.size() < 3000) {
        Optional.ofNullable(lines.readLine())
            .filter(DatabaseContract::isWhole)
            .ifPresent(answered::add);
      }
      writer.toHandle().destroyForcibly();
      lines.lines().filter(DatabaseContract::isWhole).forEach(answered::add);
    }
    writer.waitFor();
    // Then
    fresh.reopen();
    Set<String> kept =
        new HashSet<>(
            await(
                database()
                    .read(Query.all("SELECT name FROM item", row -> row.getString(1) + "."))));
    assertThat(kept).containsAll(answered);
  }

  Database database() {
    return fresh.database();
  }

  private Database database0() {
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
    database.write(
        connection -> {
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

  private static Query<Integer> twoItems(String one, String other) {
    return connection ->
        Query.change(PUT_OR_FAIL, one, 1).run(connection)
            + Query.change(PUT_OR_FAIL, other, 1).run(connection);
  }

  private static Object failing(String why) throws SQLException {
    throw new SQLException(why);
  }

  private static boolean isWhole(String line) {
    return line.startsWith("item-") && line.endsWith(".");
  }
}
