// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection of one thread, made when needed and made again after it was lost. */
final class Link {
  /** A connection that cannot be made, or that broke; a new one may do. */
  static final class Lost extends Exception {
    private static final long serialVersionUID = 1L;

    Lost(SQLException cause) {
      super(cause.getMessage(), cause);
    }

    /** None could be made while somebody waited for it. */
    static Lost inTime() {
      return new Lost(new SQLException("none in time"));
    }
  }

  /** How the connection is made. */
  @FunctionalInterface
  private interface Opener {
    Connection open() throws SQLException;
  }

  private static final Logger log = LoggerFactory.getLogger(Link.class);
  private static final int MOST_PREPARED = 64;

  private final Engine engine;
  private final Opener opener;
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Connection connection;
  private boolean wasConnected;
  private boolean lost;

  private Link(Engine engine, Opener opener) {
    this.engine = engine;
    this.opener = opener;
  }

  static Link toRead(Engine engine) {
    return new Link(engine, engine::connectToRead);
  }

  static Link toWrite(Engine engine) {
    return new Link(engine, engine::connectToWrite);
  }

  boolean isConnected() {
    return connection != null;
  }

  /** Runs on the connection; a failure of the connection itself lets go of it. */
  <T> T run(Query<T> query) throws SQLException, Lost {
    Connection current = connect();
    try {
      return query.run(current);
    } catch (SQLException e) {
      if (engine.isLost(e)) {
        drop();
        throw lost(e);
      }
      throw e;
    }
  }

  /** The statement, made once for each connection; only for the thread's own use. */
  PreparedStatement prepare(Connection current, String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known != null) {
      return known;
    }
    if (prepared.size() >= MOST_PREPARED) {
      Iterator<PreparedStatement> longestUnused = prepared.values().iterator();
      longestUnused.next().close();
      longestUnused.remove();
    }
    PreparedStatement fresh = current.prepareStatement(sql);
    prepared.put(sql, fresh);
    return fresh;
  }

  /** Takes back what is not committed. */
  void rollback() {
    if (connection == null) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      // What state it is in nobody knows. The database rolls back what a closed connection leaves.
      drop();
    }
  }

  void drop() {
    prepared.clear();
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("a lost connection did not close", e);
    }
    connection = null;
  }

  private Connection connect() throws Lost {
    if (connection != null) {
      return connection;
    }
    try {
      connection = opener.open();
      wasConnected = true;
      if (lost) {
        lost = false;
        log.info("connected to the database again");
      }
      return connection;
    } catch (SQLException e) {
      throw lost(e);
    }
  }

  private Lost lost(SQLException failure) {
    // Who starts a node with a wrong address is told so in another way.
    if (!lost && wasConnected) {
      lost = true;
      log.atWarn().addKeyValue("why", failure.getMessage()).log("no connection to the database");
    }
    return new Lost(failure);
  }
}
