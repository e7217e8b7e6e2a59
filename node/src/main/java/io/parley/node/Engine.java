// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** How one of the two kinds of database is reached. */
sealed interface Engine permits SqliteEngine, PostgresEngine {
  /** A connection without autocommit. */
  Connection connectToWrite() throws SQLException;

  /** A connection with autocommit. */
  Connection connectToRead() throws SQLException;

  /** How many threads read at the same time. */
  int readers();

  /** Whether the failure says that the connection, not the statement, is at fault. */
  boolean isLost(SQLException failure);

  /** Where migrations connect to. */
  Login login();

  /** Where the data is, for a person; nothing secret. */
  String place();

  /** Gives up what is held beside the connections. */
  void close();

  /** What JDBC needs to connect. */
  record Login(String url, Optional<String> user, Optional<String> password) {
    @Override
    public String toString() {
      return "(login at the database)";
    }
  }
}
