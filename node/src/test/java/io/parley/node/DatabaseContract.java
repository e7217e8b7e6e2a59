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
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

abstract class DatabaseContract extends DatabaseScene {
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
  void aUnitIsCommittedAsAWholeOrNotAtAll() {
    // When
    Future<Integer> unit = database().write(twoItems("cup", "cup"));
    // Then
    assertThatThrownBy(() -> await(unit)).isInstanceOf(SQLException.class);
    assertThat(amountOf("cup")).isEmpty();
  }

  @Test
  void oneStatementWithManyRowsIsCommittedAsAWholeAndCounted() {
    // When
    Integer rows = await(database().updateAll(PUT_OR_FAIL, rows("cup", "plate")));
    // Then
    assertThat(rows).isEqualTo(2);
    assertThat(amountOf("plate")).contains(1L);
  }

  @Test
  void oneStatementWithManyRowsOfWhichOneIsRefusedDoesNothing() {
    // When
    Future<Integer> unit = database().updateAll(PUT_OR_FAIL, rows("cup", "plate", "cup"));
    Future<Integer> other = database().update(PUT_OR_FAIL, "fork", 1);
    // Then
    assertThatThrownBy(() -> await(unit)).isInstanceOf(SQLException.class);
    assertThat(await(other)).isEqualTo(1);
    assertThat(amountOf("cup")).isEmpty();
    assertThat(amountOf("plate")).isEmpty();
  }

  @Test
  void whatAQueryThrowsItsAskerSees() {
    // When
    Future<Object> unit =
        database()
            .write(connection -> {
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
    context.runOnContext(start -> {
      own.add(Thread.currentThread().getName());
      for (int i = 0; i < 10; i++) {
        database0()
            .update(PUT, "item-" + i, i)
            .onComplete(result -> {
              threads.add(Thread.currentThread().getName());
              answered.countDown();
            });
        database0()
            .read(Query.first("SELECT 1", row -> row.getInt(1)))
            .onComplete(result -> {
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
  void whatWasAnsweredBeforeTheProcessWasKilledIsThere() throws Exception {
    // Given
    await(fresh.storage().close());
    Process writer = WriterProcess.start(fresh.place().options());
    Set<String> answered = new HashSet<>();
    // When
    try (BufferedReader lines = writer.inputReader()) {
      while (answered.size() < 3000) {
        Optional.ofNullable(lines.readLine())
            .filter(DatabaseScene::isWhole)
            .ifPresent(answered::add);
      }
      writer.toHandle().destroyForcibly();
      lines.lines().filter(DatabaseScene::isWhole).forEach(answered::add);
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
}
