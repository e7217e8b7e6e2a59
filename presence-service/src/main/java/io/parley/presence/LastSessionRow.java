// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.Username;
import io.parley.node.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a row of table {@code last_session}. */
final class LastSessionRow {
  private static final String FIND =
      """
      SELECT username, session, login_at, logout_at, resume_hash, shown, previous_login_at
      FROM last_session WHERE username\
      """;

  private LastSessionRow() {}

  /** The last session of this user, if there was one. */
  static Query<Optional<LastSession>> of(Username user) {
    return Query.first(FIND + " = ?", LastSessionRow::read, user.value());
  }

  /** The last sessions of these users. */
  static Query<Map<Username, LastSession>> of(Collection<Username> users) {
    String marks = String.join(", ", Collections.nCopies(users.size(), "?"));
    Object[] names = users.stream().map(Username::value).toArray();
    return connection -> {
      Map<Username, LastSession> found = HashMap.newHashMap(users.size());
      Query.all(
              FIND + " IN (" + marks + ")",
              row -> found.put(new Username(row.getString("username")), read(row)),
              names)
          .run(connection);
      return found;
    };
  }

  private static LastSession read(ResultSet row) throws SQLException {
    return new LastSession(
        SessionText.read(row.getString("session")),
        Instant.ofEpochMilli(row.getLong("login_at")),
        instant(row, "logout_at"),
        Optional.ofNullable(row.getString("resume_hash")),
        row.getInt("shown") == 1,
        instant(row, "previous_login_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
