// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.bus.MessagingRequest.Mail;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The mailbox in SQL, the same on SQLite and PostgreSQL. Event loop of its verticle only. */
final class SqlMailbox implements Mailbox {
  // The position is taken from the clock, so that none is used twice even after all mail is gone: a
  // session must be able to tell a new message from one that it has just confirmed. It is raised
  // above what is there, so that a clock behind others cannot put a message before older ones; by a
  // random step, as the position behind the last may be that of a message just confirmed. What was
  // acknowledged is not kept again by a service that stood still meanwhile.
  private static final String KEEP =
      "INSERT INTO mailbox (recipient, position, sender, mid, id_chosen, text, at)"
          + " SELECT ?, CASE WHEN COALESCE(MAX(position), 0) >= ? THEN MAX(position) + ? ELSE ? END,"
          + " ?, ?, ?, ?, ? FROM mailbox WHERE recipient = ?"
          + " HAVING NOT EXISTS"
          + " (SELECT 1 FROM receipt WHERE sender = ? AND recipient = ? AND mid = ?)"
          + " ON CONFLICT (recipient, sender, mid) DO NOTHING";
  private static final String COLLECT =
      "SELECT position, sender, mid, text, at FROM mailbox"
          + " WHERE recipient = ? ORDER BY position LIMIT ?";
  private static final String COUNT = "SELECT COUNT(*) FROM mailbox WHERE recipient = ?";
  private static final String RECEIVE =
      "INSERT INTO receipt (sender, recipient, mid, at, acknowledged_at)"
          + " SELECT sender, recipient, mid, at, ? FROM mailbox"
          + " WHERE recipient = ? AND position = ? AND id_chosen = 1"
          + " ON CONFLICT (sender, recipient, mid) DO NOTHING";
  private static final String REMOVE = "DELETE FROM mailbox WHERE recipient = ? AND position = ?";
  private static final String REMEMBER =
      "INSERT INTO receipt (sender, recipient, mid, at, acknowledged_at) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (sender, recipient, mid) DO NOTHING";
  private static final String REFUSE =
      "INSERT INTO refusal (sender, recipient, mid, session, asked_at, first_asked_at)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sender, recipient, mid) DO UPDATE SET"
          + " session = excluded.session, asked_at = excluded.asked_at,"
          + " first_asked_at = excluded.first_asked_at"
          + " WHERE excluded.asked_at >= refusal.asked_at";
  private static final String UNREFUSE =
      "DELETE FROM refusal WHERE sender = ? AND recipient = ? AND mid = ?";
  private static final String FORGET_RECEIPTS = "DELETE FROM receipt WHERE acknowledged_at < ?";
  private static final String FORGET_REFUSALS = "DELETE FROM refusal WHERE first_asked_at < ?";

  private static final int POSITIONS_A_MILLI = 1_000;
  private static final int LARGEST_STEP = 1_000_000;

  private final Database database;
  private final InstantSource clock;
  private final MailboxLevels levels;
  private final EarlierLookup lookup;

  /** Keeps messaging services that write at the same moment apart. */
  private final int offset = ThreadLocalRandom.current().nextInt(POSITIONS_A_MILLI);

  private long lastPosition;

  /**
   * @param limit how many messages are kept for one user
   */
  SqlMailbox(Database database, InstantSource clock, int limit) {
    this.database = database;
    this.clock = clock;
    this.levels = new MailboxLevels(clock, limit, this::count);
    this.lookup = new EarlierLookup(database);
  }

  @Override
  public Future<Integer> keep(List<Letter> letters) {
    return levels
        .of(letters.getFirst().message().to())
        .compose(level -> {
          List<Letter> fitting = letters.subList(0, Math.min(letters.size(), level.room()));
          int count = fitting.size();
          level.add(count);
          return insert(fitting)
              .recover(failure -> insertAgain(fitting, failure))
              .onSuccess(inserted -> level.add(inserted - count))
              .onFailure(failure -> level.add(-count))
              .map(count);
        });
  }

  private Future<Integer> insert(List<Letter> letters) {
    return database.updateAll(KEEP, letters.stream().map(this::row).toList());
  }

  /** Another messaging service may have taken the same position at the same moment. */
  private Future<Integer> insertAgain(List<Letter> letters, Throwable failure) {
    return failure instanceof SQLException ? insert(letters) : Future.failedFuture(failure);
  }

  private Object[] row(Letter letter) {
    ChatMessage message = letter.message();
    long position = nextPosition();
    String recipient = message.to().value();
    String sender = message.from().value();
    String mid = message.id().value();
    return new Object[] {
      recipient,
      position,
      ThreadLocalRandom.current().nextInt(1, LARGEST_STEP),
      position,
      sender,
      mid,
      letter.idChosenBySender() ? 1 : 0,
      message.text(),
      message.acceptedAt().toEpochMilli(),
      recipient,
      sender,
      recipient,
      mid
    };
  }

  private long nextPosition() {
    lastPosition = Math.max(lastPosition + 1, clock.millis() * POSITIONS_A_MILLI + offset);
    return lastPosition;
  }

  @Override
  public Future<Mail> collect(Username user, Set<Long> had, int limit) {
    int most = had.size() + limit;
    return database.read(connection -> {
      List<KeptMessage> oldest =
          Query.all(COLLECT, row -> keptMessage(user, row), user.value(), most).run(connection);
      boolean isAll = oldest.size() < most || !had.isEmpty();
      int total = isAll ? oldest.size() : counting(user).run(connection);
      return new Mail(without(had, oldest, limit), total);
    });
  }

  private static List<KeptMessage> without(Set<Long> had, List<KeptMessage> oldest, int limit) {
    return oldest.stream()
        .filter(message -> !had.contains(message.position()))
        .limit(limit)
        .toList();
  }

  private static KeptMessage keptMessage(Username user, ResultSet row) throws SQLException {
    return new KeptMessage(
        row.getLong(1),
        new ChatMessage(
            new Username(row.getString(2)),
            user,
            new MessageId(row.getString(3)),
            row.getString(4),
            Instant.ofEpochMilli(row.getLong(5))));
  }

  private Future<Integer> count(Username user) {
    return database.read(counting(user));
  }

  private static Query<Integer> counting(Username user) {
    return connection ->
        Query.first(COUNT, row -> row.getInt(1), user.value()).run(connection).orElse(0);
  }

  @Override
  public Future<Void> confirm(Username user, List<Long> positions) {
    long now = clock.millis();
    return database
        .write(connection -> {
          receive(connection, user, positions, now);
          return remove(connection, user, positions);
        })
        .onSuccess(removed -> levels.removed(user, removed))
        .mapEmpty();
  }

  private static void receive(Connection connection, Username user, List<Long> positions, long now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RECEIVE)) {
      for (long position : positions) {
        Query.bind(statement, now, user.value(), position);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static int remove(Connection connection, Username user, List<Long> positions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      for (long position : positions) {
        Query.bind(statement, user.value(), position);
        statement.addBatch();
      }
      int removed = 0;
      for (int count : statement.executeBatch()) {
        removed += Math.max(count, 0);
      }
      return removed;
    }
  }

  @Override
  public Future<Void> remember(ChatMessage delivered) {
    return database
        .update(
            REMEMBER,
            delivered.from().value(),
            delivered.to().value(),
            delivered.id().value(),
            delivered.acceptedAt().toEpochMilli(),
            clock.millis())
        .mapEmpty();
  }

  @Override
  public Future<Void> remember(ChatMessage refused, LastWord word) {
    return database
        .update(
            REFUSE,
            refused.from().value(),
            refused.to().value(),
            refused.id().value(),
            word.session(),
            word.askedAt(),
            word.firstAskedAt())
        .mapEmpty();
  }

  @Override
  public Future<Void> forgetRefusal(ChatMessage message) {
    return database
        .update(UNREFUSE, message.from().value(), message.to().value(), message.id().value())
        .mapEmpty();
  }

  @Override
  public Future<Optional<Earlier>> find(ChatMessage message) {
    return lookup.find(message);
  }

  @Override
  public Future<Long> depth() {
    return database
        .read(Query.first("SELECT COUNT(*) FROM mailbox", row -> row.getLong(1)))
        .map(Optional::orElseThrow);
  }

  @Override
  public Future<Integer> forgetReceiptsBefore(Instant moment) {
    return database.update(FORGET_RECEIPTS, moment.toEpochMilli());
  }

  @Override
  public Future<Integer> forgetRefusalsBefore(Instant moment) {
    return database.update(FORGET_REFUSALS, moment.toEpochMilli());
  }
}
