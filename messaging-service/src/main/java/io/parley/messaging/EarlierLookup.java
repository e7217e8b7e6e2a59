// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.ResultSet;
import java.sql.SQLException;
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
final class EarlierLookup {
  private static final int AT_A_TIME = 100;

  private final Database database;
  private final ArrayDeque<Wanted> waiting = new ArrayDeque<>();
  private boolean asking;

  private record Found(MessageKey key, Earlier earlier) {}

  private record Wanted(MessageKey key, Promise<Optional<Earlier>> answer) {}

  EarlierLookup(Database database) {
    this.database = database;
  }

  Future<Optional<Earlier>> find(ChatMessage message) {
    Wanted wanted = new Wanted(MessageKey.of(message), Promise.promise());
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

  private static Query<Map<MessageKey, Earlier>> findAll(List<Wanted> asked) {
    List<Object> values = new ArrayList<>();
    for (int table = 0; table < 3; table++) {
      for (Wanted one : asked) {
        MessageKey key = one.key();
        Collections.addAll(values, key.from().value(), key.to().value(), key.id().value());
      }
    }
    String wanted = String.join(", ", Collections.nCopies(asked.size(), "(?, ?, ?)"));
    String where = " WHERE (sender, recipient, mid) IN (VALUES " + wanted + ")";
    String sql =
        ("SELECT sender, recipient, mid, 'delivered', at, '', 0 FROM receipt" + where)
            + (" UNION ALL SELECT sender, recipient, mid, 'stored', at, '', 0 FROM mailbox" + where)
            + " UNION ALL SELECT sender, recipient, mid, 'refused', asked_at, session,"
            + (" first_asked_at FROM refusal" + where);
    return connection -> {
      Map<MessageKey, Earlier> keyToEarlier = new HashMap<>();
      for (Found found : Query.all(sql, EarlierLookup::found, values.toArray()).run(connection)) {
        keyToEarlier.merge(found.key(), found.earlier(), Earlier::ruling);
      }
      return keyToEarlier;
    };
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(key(row), earlier(row));
  }

  private static MessageKey key(ResultSet row) throws SQLException {
    return new MessageKey(
        new Username(row.getString(1)),
        new Username(row.getString(2)),
        new MessageId(row.getString(3)));
  }

  private static Earlier earlier(ResultSet row) throws SQLException {
    long at = row.getLong(5);
    return switch (row.getString(4)) {
      case "delivered" -> new Promised(DeliveryState.DELIVERED, Instant.ofEpochMilli(at));
      case "stored" -> new Promised(DeliveryState.STORED, Instant.ofEpochMilli(at));
      default -> new LastWord(row.getString(6), at, row.getLong(7));
    };
  }
}
