// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.model.Username;
import io.parley.node.Database;
import io.parley.node.Query;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The block list in table {@code block}. */
final class SqlBlockList implements BlockList {
  private static final String ADD =
      "INSERT INTO block (username, target, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String REMOVE = "DELETE FROM block WHERE username = ? AND target = ?";
  private static final String SINCE = "SELECT made_at FROM block WHERE username = ? AND target = ?";
  private static final String OF = "SELECT target FROM block WHERE username = ?";

  private final Database database;

  SqlBlockList(Database database) {
    this.database = database;
  }

  @Override
  public Future<Boolean> add(Username user, Username target, Instant at) {
    return database
        .update(ADD, user.value(), target.value(), at.toEpochMilli())
        .map(rows -> rows > 0);
  }

  @Override
  public Future<Boolean> remove(Username user, Username target) {
    return database.update(REMOVE, user.value(), target.value()).map(rows -> rows > 0);
  }

  @Override
  public Future<Boolean> contains(Username user, Username target) {
    return since(user, target).map(Optional::isPresent);
  }

  @Override
  public Future<Optional<Instant>> since(Username user, Username target) {
    return database.read(
        Query.first(
            SINCE, row -> Instant.ofEpochMilli(row.getLong(1)), user.value(), target.value()));
  }

  @Override
  public Future<List<Username>> of(Username user) {
    // sorted here: the order of the database depends on its locale
    return database
        .read(Query.all(OF, row -> new Username(row.getString(1)), user.value()))
        .map(targets -> targets.stream().sorted().toList());
  }
}
