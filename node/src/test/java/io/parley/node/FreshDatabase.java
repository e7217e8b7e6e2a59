// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import static io.parley.node.Await.await;

import io.parley.bus.Bus;
import io.parley.model.GatewayId;
import io.parley.node.metrics.Metrics;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test an empty database of one of the two engines, with the tables of the services that
 * it names. A store's contract is an abstract test with one subclass for each engine:
 *
 * <pre>{@code
 * abstract class MailboxContract {
 *   @RegisterExtension final FreshDatabase fresh = newDatabase();
 *
 *   abstract FreshDatabase newDatabase();
 * }
 *
 * final class SqliteMailboxTest extends MailboxContract {
 *   @Override
 *   FreshDatabase newDatabase() {
 *     return FreshDatabase.sqlite("messaging");
 *   }
 * }
 * }</pre>
 */
public final class FreshDatabase implements BeforeEachCallback, AfterEachCallback {
  private final Function<List<String>, ? extends Place> places;
  private final List<String> services;
  private @Nullable Place place;
  private @Nullable Vertx vertx;
  private @Nullable Bus bus;
  private @Nullable Storage storage;

  /** Where one test's data is. */
  interface Place {
    Map<String, String> options();

    void remove();
  }

  private FreshDatabase(Function<List<String>, ? extends Place> places, String... services) {
    this.places = places;
    this.services = List.of(services);
  }

  /** A new file in a new folder. */
  public static FreshDatabase sqlite(String... services) {
    return new FreshDatabase(SqlitePlace::new, services);
  }

  /** A new database on a PostgreSQL server that runs as long as the tests do. */
  public static FreshDatabase postgres(String... services) {
    return new FreshDatabase(PostgresPlace::new, services);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Logs.configure(false);
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
    place = places.apply(services);
    open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    await(storage().close());
    await(vertx().close());
    place().remove();
  }

  /** The database. */
  public Database database() {
    return await(storage().database(services.get(0)));
  }

  /** The Vert.x of this test. */
  public Vertx vertx() {
    return Optional.ofNullable(vertx).orElseThrow();
  }

  /** The settings that name the database. */
  public Settings settings() {
    return Settings.of(place().options());
  }

  /** The storage, as a role gets it. */
  public Storage storage() {
    return Optional.ofNullable(storage).orElseThrow();
  }

  /** Closes the database and opens it again, as a restart of the server does. */
  public Database reopen() {
    await(storage().close());
    open();
    return database();
  }

  /** What a role gets from a node that uses this database, with these options and this clock. */
  public NodeContext node(Map<String, String> options, InstantSource clock) {
    Map<String, String> all = new HashMap<>(place().options());
    all.putAll(options);
    return new NodeContext(
        vertx(),
        Optional.ofNullable(bus).orElseThrow(),
        Settings.of(all),
        storage(),
        clock,
        new GatewayId("test"),
        Oversight.fresh(clock),
        line -> {});
  }

  Place place() {
    return Optional.ofNullable(place).orElseThrow();
  }

  private void open() {
    storage = Storage.of(vertx(), settings(), new Metrics());
    services.forEach(service -> await(storage().database(service)));
  }

  /** Makes the tables of these services. */
  static void migrate(Map<String, String> options, List<String> services) {
    Vertx vertx = Vertx.vertx();
    Storage storage = Storage.of(vertx, Settings.of(options), new Metrics());
    services.forEach(service -> await(storage.database(service)));
    await(storage.close());
    await(vertx.close());
  }
}
