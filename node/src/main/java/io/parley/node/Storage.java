// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.bus.RequestRefused;
import io.parley.node.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's one database: opened when the first role asks for it, shared by all of them. Any
 * thread may ask.
 */
public final class Storage {
  private final Vertx vertx;
  private final Supplier<Engine> opener;
  private final Metrics metrics;
  private final int mostInACommit;
  private final Map<String, Future<Database>> serviceToReady = new HashMap<>();
  private @Nullable Future<Opened> opened;
  // Services share one schema, and Flyway is not made for two migrations of one at the same time.
  private Future<?> last = Future.succeededFuture();

  private record Opened(Engine engine, SqlDatabase database) {}

  private Storage(Vertx vertx, Supplier<Engine> opener, Metrics metrics, int mostInACommit) {
    this.vertx = vertx;
    this.mostInACommit = mostInACommit;
    this.opener = opener;
    this.metrics = metrics;
  }

  /** The database that the settings name; nothing happens before somebody asks for it. */
  public static Storage of(Vertx vertx, Settings settings, Metrics metrics) {
    return of(vertx, settings, metrics, Writes.MOST_IN_A_GROUP);
  }

  /** The same, where at most so many writes share a commit: to measure what sharing it saves. */
  public static Storage of(Vertx vertx, Settings settings, Metrics metrics, int mostInACommit) {
    return new Storage(vertx, () -> engine(settings), metrics, mostInACommit);
  }

  static Engine engine(Settings settings) {
    Optional<String> url = settings.get(ServerSettings.DATABASE);
    if (url.isEmpty()) {
      return SqliteEngine.open(settings.get(ServerSettings.DATA).resolve("parley.db"));
    }
    if (url.get().startsWith(PostgresEngine.URL_PREFIX)) {
      return new PostgresEngine(
          url.get(),
          settings.get(ServerSettings.DATABASE_USER),
          settings.get(ServerSettings.DATABASE_PASSWORD));
    }
    return SqliteEngine.open(SqliteEngine.fileOf(url.get()));
  }

  /** The database, with the tables of this service as its newest migration makes them. */
  public synchronized Future<Database> database(String service) {
    @Nullable Future<Database> known = serviceToReady.get(service);
    if (known != null) {
      return known;
    }
    Future<Opened> database = open();
    Future<Database> ready =
        last.transform((before, failure) -> database).compose(it -> bringUpToDate(it, service));
    serviceToReady.put(service, ready);
    last = ready;
    return ready;
  }

  /** How often something was committed. */
  public synchronized long commits() {
    return opened == null || !opened.succeeded() ? 0 : opened.result().database().commits();
  }

  /** Where the data is, for a person; nothing while nobody has asked for it. */
  public synchronized Optional<String> place() {
    return opened == null || !opened.succeeded()
        ? Optional.empty()
        : Optional.of(opened.result().engine().place());
  }

  /** Fails if the database does not answer. */
  synchronized Future<?> answers() {
    return opened == null
        ? Future.succeededFuture()
        : opened.compose(it -> it.database().read(Query.first("SELECT 1", row -> row.getInt(1))));
  }

  /** Lets what is under way be committed, then gives up the database. */
  public synchronized Future<Void> close() {
    return opened == null
        ? Future.succeededFuture()
        : opened.transform(
            (it, failure) -> failure == null ? it.database().close() : Future.succeededFuture());
  }

  private Future<Opened> open() {
    if (opened == null) {
      opened =
          vertx.executeBlocking(
              () -> {
                Engine engine = opener.get();
                return new Opened(
                    engine,
                    new SqlDatabase(vertx, engine, metrics, SqlDatabase.MOST_WAITING, mostInACommit)
                        .start());
              },
              false);
    }
    return opened;
  }

  private Future<Database> bringUpToDate(Opened it, String service) {
    Migrations migrations = Migrations.of(service);
    return it.database()
        .read(migrations.areDone())
        .recover(failure -> notAsked(it.engine(), failure))
        .compose(done -> done ? Future.succeededFuture() : carryOut(migrations, it.engine()))
        .map(done -> it.database());
  }

  private static Future<Boolean> notAsked(Engine engine, Throwable failure) {
    if (failure instanceof RequestRefused) {
      String reason = Reason.of(failure);
      return Future.failedFuture(
          new StartProblem(
              "Cannot use the database " + engine.place() + " (" + reason + ").", failure));
    }
    return Future.succeededFuture(false); // the usual case: there is no table yet
  }

  private Future<Void> carryOut(Migrations migrations, Engine engine) {
    return vertx.executeBlocking(
        () -> {
          migrations.carryOut(engine);
          return null;
        },
        false);
  }
}
