// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work on the database that runs on one of its own threads. It neither commits nor keeps the
 * connection, and may run more than once: it must have no other effect than that on the database.
 */
@FunctionalInterface
public interface Query<T> {
  T run(Connection connection) throws SQLException;

  /** Makes one value of the row on which the result stands. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows that a statement finds, in its order. */
  static <T> Query<List<T>> all(String sql, RowReader<T> reader, @Nullable Object... values) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        List<T> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            rows.add(reader.read(result));
          }
        }
        return rows;
      }
    };
  }

  /** The first row that a statement finds. */
  static <T> Query<Optional<T>> first(String sql, RowReader<T> reader, @Nullable Object... values) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        try (ResultSet result = statement.executeQuery()) {
          return result.next() ? Optional.of(reader.read(result)) : Optional.empty();
        }
      }
    };
  }

  /** Carries out a statement that changes rows; answers how many. */
  static Query<Integer> change(String sql, @Nullable Object... values) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        return statement.executeUpdate();
      }
    };
  }

  /** Sets the parameters of a statement, the first one first. */
  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
