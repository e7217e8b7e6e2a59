// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.model.Username;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Keeps accounts in the SQL database. */
final class SqlCredentialStore implements CredentialStore {
  private static final String ADD =
      "INSERT INTO account (name, hash, created_at, changed_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String CHANGE = "UPDATE account SET hash = ?, changed_at = ? WHERE name = ?";
  private static final String RENEW =
      "UPDATE account SET hash = ?, imported_hash ="
          + " CASE WHEN imported_hash = hash THEN ? ELSE imported_hash END"
          + " WHERE name = ? AND hash = ?";
  private static final String BRING =
      "INSERT INTO account (name, hash, imported_hash, created_at, changed_at)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash,"
          + " imported_hash = excluded.imported_hash, changed_at = excluded.changed_at";
  private static final String MARK =
      "INSERT INTO credentials_file (path, size, modified_at) VALUES (?, ?, ?)"
          + " ON CONFLICT (path) DO UPDATE SET size = excluded.size,"
          + " modified_at = excluded.modified_at";

  private final Database database;

  SqlCredentialStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<Stored>> find(Username name) {
    return database.read(
        Query.first(
            "SELECT hash, imported_hash FROM account WHERE name = ?",
            row -> new Stored(row.getString(1), Optional.ofNullable(row.getString(2))),
            name.value()));
  }

  @Override
  public Future<Boolean> exists(Username name) {
    return database
        .read(Query.first("SELECT 1 FROM account WHERE name = ?", row -> true, name.value()))
        .map(Optional::isPresent);
  }

  @Override
  public Future<Optional<Instant>> since(Username name) {
    return database.read(
        Query.first(
            "SELECT created_at FROM account WHERE name = ?",
            row -> Instant.ofEpochMilli(row.getLong(1)),
            name.value()));
  }

  @Override
  public Future<Boolean> add(Username name, String hash, Instant now) {
    long millis = now.toEpochMilli();
    return database.update(ADD, name.value(), hash, millis, millis).map(count -> count == 1);
  }

  @Override
  public Future<Boolean> change(Username name, String hash, Instant now) {
    return database.update(CHANGE, hash, now.toEpochMilli(), name.value()).map(count -> count == 1);
  }

  @Override
  public Future<Boolean> isAdministrator(Username name) {
    return database
        .read(
            Query.first(
                "SELECT 1 FROM account WHERE name = ? AND administrator = 1",
                row -> true,
                name.value()))
        .map(Optional::isPresent);
  }

  @Override
  public Future<Boolean> appoint(Username name, boolean administrator) {
    return database
        .update(
            "UPDATE account SET administrator = ? WHERE name = ?",
            administrator ? 1 : 0,
            name.value())
        .map(count -> count == 1);
  }

  @Override
  public Future<Boolean> renew(Username name, String old, String fresh) {
    return database.update(RENEW, fresh, fresh, name.value(), old).map(count -> count == 1);
  }

  @Override
  public Future<Boolean> bring(Username name, String hash, Instant now) {
    long millis = now.toEpochMilli();
    return database
        .update(BRING, name.value(), hash, hash, millis, millis)
        .map(count -> count == 1);
  }

  @Override
  public Future<Set<Username>> ownPasswords() {
    return database
        .read(
            Query.all(
                "SELECT name FROM account WHERE imported_hash IS NOT NULL"
                    + " AND hash <> imported_hash",
                row -> new Username(row.getString(1))))
        .map(Set::copyOf);
  }

  @Override
  public Future<Boolean> isBroughtIn(FileState file) {
    return database
        .read(
            Query.first(
                "SELECT 1 FROM credentials_file WHERE path = ? AND size = ? AND modified_at = ?",
                row -> true,
                file.path().toString(),
                file.size(),
                file.modified().toEpochMilli()))
        .map(Optional::isPresent);
  }

  @Override
  public Future<Boolean> markBroughtIn(FileState file) {
    return database
        .update(MARK, file.path().toString(), file.size(), file.modified().toEpochMilli())
        .map(count -> count == 1);
  }
}
