// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Resume;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last sessions in table {@code last_session}. */
final class SqlLastSessions implements LastSessions {
  // keeps what others believe of the session before, which begun() reads and then sets
  private static final String BEGIN =
      """
      INSERT INTO last_session (username, session, login_at, resume_hash, shown)
      VALUES (?, ?, ?, ?, 0)
      ON CONFLICT (username) DO UPDATE SET
        session = excluded.session, login_at = excluded.login_at, logout_at = NULL,
        resume_hash = excluded.resume_hash, previous_login_at = last_session.login_at,
        changes = CASE WHEN last_session.session = excluded.session
          THEN last_session.changes ELSE 0 END
      WHERE last_session.session <> excluded.session OR last_session.logout_at IS NOT NULL\
      """;
  private static final String TAKE_OVER =
      """
      UPDATE last_session SET session = ?, login_at = ?, logout_at = NULL, resume_hash = ?,
        previous_login_at = login_at, changes = 0
      WHERE username = ? AND session = ? AND resume_hash = ?\
      """;
  private static final String SHOW = "UPDATE last_session SET shown = 1 WHERE username = ?";
  private static final String END =
      """
      UPDATE last_session SET logout_at = COALESCE(logout_at, ?)
      WHERE username = ? AND session = ?\
      """;
  private static final String LOG_OUT =
      """
      UPDATE last_session SET logout_at = COALESCE(logout_at, ?), resume_hash = NULL
      WHERE username = ? AND session = ?\
      """;
  private static final String REVERT =
      """
      UPDATE last_session SET logout_at = COALESCE(logout_at, ?), resume_hash = ?
      WHERE username = ? AND session = ? AND resume_hash IS NOT NULL\
      """;
  private static final String HIDE =
      """
      UPDATE last_session SET shown = 0
      WHERE username = ? AND session = ? AND shown = 1 AND logout_at IS NOT NULL\
      """;
  private static final String REOPEN =
      """
      UPDATE last_session SET logout_at = NULL WHERE username = ? AND session = ?\
      """;
  private static final String SINCE =
      "SELECT username FROM last_session WHERE logout_at IS NULL OR logout_at >= ?";
  private static final String SHOWN =
      "SELECT username, session, logout_at FROM last_session WHERE shown = 1";
  private static final String CLOSE =
      """
      UPDATE last_session SET logout_at = CASE WHEN login_at > ? THEN login_at ELSE ? END
      WHERE username = ? AND session = ? AND logout_at IS NULL\
      """;
  private static final String BEAT =
      """
      INSERT INTO heartbeat (id, at) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE heartbeat.at < excluded.at\
      """;
  private static final String LAST_BEAT = "SELECT at FROM heartbeat WHERE id = 1";

  private final Database database;

  SqlLastSessions(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<LastSession>> find(Username user) {
    return database.read(LastSessionRow.of(user));
  }

  @Override
  public Future<Map<Username, LastSession>> find(Collection<Username> users) {
    return users.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database.read(LastSessionRow.of(users));
  }

  @Override
  public Future<Begun> begin(
      Username user, SessionRef session, Instant at, Optional<String> resumeHash) {
    Query<Integer> begin =
        Query.change(
            BEGIN,
            user.value(),
            SessionText.write(session),
            at.toEpochMilli(),
            resumeHash.orElse(null));
    return database.write(connection -> begun(connection, user, begin.run(connection) == 0));
  }

  @Override
  public Future<Optional<Begun>> takeOver(Resume wish, SessionRef old, Instant at) {
    Query<Integer> takeOver =
        Query.change(
            TAKE_OVER,
            SessionText.write(wish.session()),
            at.toEpochMilli(),
            wish.freshHash(),
            wish.user().value(),
            SessionText.write(old),
            wish.presentedHash());
    return database.write(connection ->
        takeOver.run(connection) == 0
            ? Optional.empty()
            : Optional.of(begun(connection, wish.user(), false)));
  }

  @Override
  public Future<Void> end(Username user, SessionRef session, Instant at) {
    return database
        .update(END, at.toEpochMilli(), user.value(), SessionText.write(session))
        .mapEmpty();
  }

  @Override
  public Future<Void> logOut(Username user, SessionRef session, Instant at) {
    return database
        .update(LOG_OUT, at.toEpochMilli(), user.value(), SessionText.write(session))
        .mapEmpty();
  }

  @Override
  public Future<Void> revert(Username user, SessionRef session, String resumeHash, Instant at) {
    return database
        .update(REVERT, at.toEpochMilli(), resumeHash, user.value(), SessionText.write(session))
        .mapEmpty();
  }

  @Override
  public Future<Optional<Reopened>> reopen(Username user, SessionRef session) {
    Query<Integer> reopen = Query.change(REOPEN, user.value(), SessionText.write(session));
    return database.write(connection ->
        reopen.run(connection) == 0
            ? Optional.empty()
            : Optional.of(new Reopened(begun(connection, user, true).wasShown())));
  }

  @Override
  public Future<Boolean> hide(Username user, SessionRef session) {
    return database.update(HIDE, user.value(), SessionText.write(session)).map(rows -> rows > 0);
  }

  @Override
  public Future<List<Username>> since(Instant time) {
    return database.read(
        Query.all(SINCE, row -> new Username(row.getString(1)), time.toEpochMilli()));
  }

  @Override
  public Future<List<Shown>> shown() {
    return database.read(Query.all(SHOWN, SqlLastSessions::readShown));
  }

  private static Shown readShown(ResultSet row) throws SQLException {
    Username user = new Username(row.getString("username"));
    SessionRef session = SessionText.read(row.getString("session"));
    row.getLong("logout_at");
    return new Shown(user, session, row.wasNull());
  }

  @Override
  public Future<Void> close(Map<Username, SessionRef> sessions, Instant at) {
    Map<Username, SessionRef> open = Map.copyOf(sessions);
    return database
        .write(connection -> {
          try (PreparedStatement close = connection.prepareStatement(CLOSE)) {
            for (Map.Entry<Username, SessionRef> entry : open.entrySet()) {
              Query.bind(
                  close,
                  at.toEpochMilli(),
                  at.toEpochMilli(),
                  entry.getKey().value(),
                  SessionText.write(entry.getValue()));
              close.addBatch();
            }
            return close.executeBatch().length;
          }
        })
        .mapEmpty();
  }

  @Override
  public Future<Void> beat(Instant at) {
    return database.update(BEAT, at.toEpochMilli()).mapEmpty();
  }

  @Override
  public Future<Optional<Instant>> lastBeat() {
    return database.read(Query.first(LAST_BEAT, row -> Instant.ofEpochMilli(row.getLong(1))));
  }

  private static Begun begun(Connection connection, Username user, boolean again)
      throws SQLException {
    LastSession session = LastSessionRow.of(user).run(connection).orElseThrow();
    Query.change(SHOW, user.value()).run(connection);
    return new Begun(session.previousLogin(), session.shown(), again);
  }
}
