// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Spoken;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
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

  private static final String LATEST =
      """
      UPDATE last_session SET changes = ? WHERE username = ? AND session = ? AND changes <= ?\
      """;

  private static final int TOO_LATE = -1;

  private final Database database;

  SqlBlockList(Database database) {
    this.database = database;
  }

  @Override
  public Future<Boolean> add(Username user, Username target, Instant at, Optional<Spoken> spoken) {
    return change(user, spoken, Query.change(ADD, user.value(), target.value(), at.toEpochMilli()));
  }

  @Override
  public Future<Boolean> remove(Username user, Username target, Optional<Spoken> spoken) {
    return change(user, spoken, Query.change(REMOVE, user.value(), target.value()));
  }

  /** In one transaction, so that of two changes the later one is the last one done. */
  private Future<Boolean> change(Username user, Optional<Spoken> spoken, Query<Integer> change) {
    return database
        .write(connection ->
            spoken.isEmpty() || latest(user, spoken.get()).run(connection) > 0
                ? change.run(connection)
                : TOO_LATE)
        .compose(rows ->
            rows == TOO_LATE
                ? Future.failedFuture(
                    new RequestRefused(FailureCode.UNAVAILABLE, "overtaken by a later command"))
                : Future.succeededFuture(rows > 0));
  }

  private static Query<Integer> latest(Username user, Spoken spoken) {
    return Query.change(
        LATEST,
        spoken.number(),
        user.value(),
        SessionText.write(spoken.session()),
        spoken.number());
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
