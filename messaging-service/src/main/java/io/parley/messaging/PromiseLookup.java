// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds earlier sendings of messages in the store, many at a time: while one query is under way,
 * all further questions wait for the next. Event loop of its verticle only.
 */
final class PromiseLookup {
  private static final int AT_A_TIME = 100;

  private final Database database;
  private final ArrayDeque<Wanted> waiting = new ArrayDeque<>();
  private boolean asking;

  private record Key(String sender, String recipient, String mid) {
    static Key of(ChatMessage message) {
      return new Key(message.from().value(), message.to().value(), message.id().value());
    }
  }

  private record Wanted(Key key, Promise<Optional<Promised>> answer) {}

  PromiseLookup(Database database) {
    this.database = database;
  }

  Future<Optional<Promised>> find(ChatMessage message) {
    Wanted wanted = new Wanted(Key.of(message), Promise.promise());
    waiting.add(wanted);
    askForAllThatWaits();
    return wanted.answer().future();
  }

  private void askForAllThatWaits() {
    if (asking || waiting.isEmpty()) {
      return;
    }
    asking = true;
    List<Wanted> asked = new ArrayList<>();
    while (!waiting.isEmpty() && asked.size() < AT_A_TIME) {
      asked.add(waiting.remove());
    }
    database
        .read(findAll(asked))
        .onComplete(
            found -> {
              asking = false;
              askForAllThatWaits();
              asked.forEach(
                  one -> one.answer().complete(Optional.ofNullable(found.get(one.key()))));
            },
            failure -> {
              asking = false;
              askForAllThatWaits();
              asked.forEach(one -> one.answer().fail(failure));
            });
  }

  private static Query<Map<Key, Promised>> findAll(List<Wanted> asked) {
    List<Object> values = new ArrayList<>();
    for (int table = 0; table < 2; table++) {
      for (Wanted one : asked) {
        Collections.addAll(values, one.key().sender(), one.key().recipient(), one.key().mid());
      }
    }
    String wanted = String.join(", ", Collections.nCopies(asked.size(), "(?, ?, ?)"));
    String sql =
        "SELECT sender, recipient, mid, at, 1 FROM receipt"
            + (" WHERE (sender, recipient, mid) IN (VALUES " + wanted + ")")
            + " UNION ALL SELECT sender, recipient, mid, at, 0 FROM mailbox"
            + (" WHERE (sender, recipient, mid) IN (VALUES " + wanted + ")");
    return connection -> {
      Map<Key, Promised> found = new HashMap<>();
      Query.all(
              sql,
              row ->
                  found.put(
                      new Key(row.getString(1), row.getString(2), row.getString(3)),
                      new Promised(
                          row.getInt(5) == 1 ? DeliveryState.DELIVERED : DeliveryState.STORED,
                          Instant.ofEpochMilli(row.getLong(4)))),
              values.toArray())
          .run(connection);
      return found;
    };
  }
}
