// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.Service;
import io.parley.node.Database;
import io.parley.node.NodeContext;
import io.parley.node.ServerSettings;
import io.parley.node.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers {@link AuthRequest}s. */
final class AuthVerticle extends VerticleBase {
  private static final int MOST_TALLIES = 100_000;
  private static final Duration SHORTEST_MEMORY = Duration.ofHours(24);

  private final NodeContext node;
  private final Supplier<? extends PasswordHash> hashes;
  private final Promise<Void> broughtIn;
  private @Nullable PasswordHashing hashing;
  private @Nullable CredentialsImport imports;
  private Bus.@Nullable Registration registration;

  /**
   * @param broughtIn completed when all that stands in the credentials file is stored
   */
  AuthVerticle(NodeContext node, Supplier<? extends PasswordHash> hashes, Promise<Void> broughtIn) {
    this.node = node;
    this.hashes = hashes;
    this.broughtIn = broughtIn;
  }

  @Override
  public Future<?> start() {
    return Future.all(
            node.database("auth"),
            tallies("parley.auth.login-failures"),
            tallies("parley.auth.password-change-failures"))
        .compose(all -> start(all.resultAt(0), all.resultAt(1), all.resultAt(2)));
  }

  private Future<SharedTallies> tallies(String name) {
    Duration blockDuration = node.settings().get(ServerSettings.BLOCK_DURATION);
    Duration memory = blockDuration.plus(SHORTEST_MEMORY);
    return SharedTallies.open(vertx, name, node.clock(), MOST_TALLIES, memory);
  }

  private Future<?> start(Database database, Tallies logins, Tallies changes) {
    Settings settings = node.settings();
    int queue = settings.get(ServerSettings.HASHING_QUEUE);
    Duration blockDuration = settings.get(ServerSettings.BLOCK_DURATION);
    CredentialStore store = new SqlCredentialStore(database);
    PasswordHashing hashing =
        PasswordHashing.start(vertx, settings.get(ServerSettings.HASHING_THREADS), queue, hashes);
    Turns turns = new Turns(vertx, queue);
    CredentialsImport imports = new CredentialsImport(vertx, store, hashing, turns, node.clock());
    LoginThrottle loginThrottle = new LoginThrottle(logins, node.clock(), blockDuration);
    LoginThrottle changeThrottle = new LoginThrottle(changes, node.clock(), blockDuration);
    Authenticator authenticator = new Authenticator(store, imports, hashing, loginThrottle, turns);
    Administrators administrators =
        new Administrators(authenticator, store, List.of(loginThrottle, changeThrottle));
    Accounts accounts =
        new Accounts(
            store,
            imports,
            hashing,
            changeThrottle,
            turns,
            node.clock(),
            settings.get(ServerSettings.REGISTRATION));
    this.hashing = hashing;
    this.imports = imports;
    return begin(imports)
        .compose(begun ->
            node.bus()
                .serve(
                    Service.AUTH,
                    AuthRequest.class,
                    question -> answer(authenticator, accounts, administrators, question)))
        .onSuccess(serving -> registration = serving);
  }

  private Future<?> begin(CredentialsImport imports) {
    return node.settings()
        .get(ServerSettings.CREDENTIALS)
        .<Future<?>>map(file -> imports.begin(file, broughtIn))
        .orElseGet(() -> {
          broughtIn.complete();
          return Future.succeededFuture();
        });
  }

  private static Future<?> answer(
      Authenticator authenticator,
      Accounts accounts,
      Administrators administrators,
      AuthRequest<?> question) {
    return switch (question) {
      case AuthRequest.Register q -> q.answeredBy(accounts.register(q.user(), q.password()));
      case AuthRequest.Authenticate q ->
          q.answeredBy(
              authenticator
                  .authenticate(
                      new UsernamePasswordCredentials(q.user().value(), q.password().value()))
                  .map(user -> Done.DONE));
      case AuthRequest.ChangePassword q ->
          q.answeredBy(accounts.changePassword(q.user(), q.old(), q.fresh()));
      case AuthRequest.Exists q ->
          q.answeredBy(accounts.exists(q.user()).map(AuthRequest.Existence::new));
      case AuthRequest.Since q ->
          q.answeredBy(administrators.since(q.user()).map(AuthRequest.Age::new));
      case AuthRequest.AuthenticateAdministrator q ->
          q.answeredBy(administrators.authenticate(q.user(), q.password()));
      case AuthRequest.Appoint q ->
          q.answeredBy(administrators.appoint(q.user(), q.administrator()));
      case AuthRequest.Unlock q -> q.answeredBy(administrators.unlock(q.user()));
    };
  }

  @Override
  public Future<?> stop() {
    Optional.ofNullable(imports).ifPresent(CredentialsImport::stop);
    Optional.ofNullable(hashing).ifPresent(PasswordHashing::close);
    return registration == null ? Future.succeededFuture() : registration.end();
  }
}
