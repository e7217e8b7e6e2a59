// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A PostgreSQL server, which the nodes of a cluster share. */
final class PostgresEngine implements Engine {
  static final String URL_PREFIX = "jdbc:postgresql:";

  private final Login login;

  PostgresEngine(String url, Optional<String> user, Optional<String> password) {
    login = new Login(url, user, password);
  }

  @Override
  public Connection connectToWrite() throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public Connection connectToRead() throws SQLException {
    return connect();
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    login.user().ifPresent(user -> properties.setProperty("user", user));
    login.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", "parley");
    // Else its exceptions quote values, and texts and hashes would come into logs.
    properties.setProperty("logServerErrorDetail", "false");
    // Seconds. A server that is gone without a word must not hold a thread for ever.
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    @Nullable Connection connection = new Driver().connect(login.url(), properties);
    if (connection == null) {
      throw new SQLException("not a URL of PostgreSQL");
    }
    return connection;
  }

  @Override
  public int readers() {
    return 8;
  }

  @Override
  public boolean isLost(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    // Connection exceptions; and 57P01 to 57P03, the server shuts down, crashed or starts.
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }

  @Override
  public Login login() {
    return login;
  }

  @Override
  public String place() {
    String url = login.url();
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters); // they may hold a password
  }

  @Override
  public void close() {}
}
