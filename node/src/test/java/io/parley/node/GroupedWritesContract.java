// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.node.metrics.Metrics;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class GroupedWritesContract extends DatabaseScene {
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
  void unitsOfManyRowsInOneGroupEachLearnTheirOwnCount() {
    // Given
    CountDownLatch go = holdTheWriter();
    // When
    Future<Integer> two = database().updateAll(PUT, rows("a", "b"));
    Future<Integer> none = database().updateAll(PUT, rows("a", "b", "a"));
    Future<Integer> three = database().updateAll(PUT, rows("b", "c", "d", "e"));
    Future<Integer> one = database().update(PUT, "f", 1);
    go.countDown();
    // Then
    assertThat(await(two)).isEqualTo(2);
    assertThat(await(none)).isZero();
    assertThat(await(three)).isEqualTo(3);
    assertThat(await(one)).isEqualTo(1);
  }

  @Test
  void aUnitOfManyRowsFailsAlone() {
    // Given
    CountDownLatch go = holdTheWriter();
    // When
    Future<Integer> two = database().updateAll(PUT_OR_FAIL, rows("a", "b"));
    Future<Integer> faulty = database().updateAll(PUT_OR_FAIL, rows("c", "d", "c"));
    Future<Integer> three = database().updateAll(PUT_OR_FAIL, rows("e", "f", "g"));
    go.countDown();
    // Then
    assertThat(await(two)).isEqualTo(2);
    assertThatThrownBy(() -> await(faulty)).isInstanceOf(SQLException.class);
    assertThat(await(three)).isEqualTo(3);
    assertThat(amountOf("c")).isEmpty();
    assertThat(amountOf("d")).isEmpty();
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAndTheRestCarriedOut() {
    // Given
    await(fresh.storage().close());
    SqlDatabase small =
        new SqlDatabase(fresh.vertx(), Storage.engine(fresh.settings()), new Metrics(), 10, 1_000)
            .start();
    CountDownLatch go = holdTheWriter(small);
    // When
    List<Future<Integer>> all =
        IntStream.range(0, 15).mapToObj(i -> small.update(PUT, "item-" + i, i)).toList();
    go.countDown();
    // Then
    all.subList(0, 10).forEach(future -> assertThat(await(future)).isEqualTo(1));
    all.subList(10, 15)
        .forEach(future ->
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
}
