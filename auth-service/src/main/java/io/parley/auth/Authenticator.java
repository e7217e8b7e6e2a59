// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.auth.CredentialStore.Stored;
import io.parley.auth.PasswordHashing.Urgency;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.auth.authentication.Credentials;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who knows the password of the name. A wrong password and a name without an account are
 * refused in the same words after the same work; a locked name is refused without any. Fails with
 * {@link RequestRefused}. Used on one context.
 */
final class Authenticator implements AuthenticationProvider {
  private static final Logger log = LoggerFactory.getLogger(Authenticator.class);

  private final CredentialStore store;
  private final CredentialsImport imports;
  private final PasswordHashing hashing;
  private final LoginThrottle throttle;
  private final Turns turns;

  Authenticator(
      CredentialStore store,
      CredentialsImport imports,
      PasswordHashing hashing,
      LoginThrottle throttle,
      Turns turns) {
    this.store = store;
    this.imports = imports;
    this.hashing = hashing;
    this.throttle = throttle;
    this.turns = turns;
  }

  @Override
  public Future<User> authenticate(Credentials credentials) {
    if (!(credentials instanceof UsernamePasswordCredentials pair)) {
      return Future.failedFuture(wrong());
    }
    Secret password = new Secret(pair.getPassword());
    return Username.parse(pair.getUsername())
        .map(name -> turns.take(name, () -> unlessLocked(name, password)))
        .orElseGet(
            () -> hashing.matchesNothing(password).compose(no -> Future.failedFuture(wrong())));
  }

  private Future<User> unlessLocked(Username name, Secret password) {
    return throttle
        .remaining(name)
        .compose(lock ->
            lock.isZero()
                ? check(name, password).compose(right -> judge(name, right))
                : Future.failedFuture(locked(name, lock)));
  }

  private Future<Boolean> check(Username name, Secret password) {
    Optional<Secret> held = imports.held(name);
    if (held.isPresent()) {
      return Passwords.areSame(held.get(), password)
          ? Future.succeededFuture(true)
          : hashing.matchesNothing(password);
    }
    return store
        .find(name)
        .compose(stored ->
            stored.isEmpty()
                ? hashing.matchesNothing(password)
                : check(name, password, stored.get()));
  }

  private Future<Boolean> check(Username name, Secret password, Stored stored) {
    return hashing
        .check(password, stored.hash())
        .onSuccess(check -> {
          if (check.outdated()) {
            renew(name, password, stored.hash());
          }
        })
        .map(PasswordHashing.Check::right);
  }

  private void renew(Username name, Secret password, String old) {
    hashing
        .hash(password, Urgency.NOBODY)
        .compose(fresh -> store.renew(name, old, fresh))
        .onFailure(failure -> log.debug("a hash was not renewed", failure));
  }

  private Future<User> judge(Username name, boolean right) {
    // A lock that fell while this password was checked holds for it too.
    Future<Duration> lock = right ? throttle.succeeded(name) : throttle.failed(name);
    return lock.compose(remaining -> {
      if (!remaining.isZero()) {
        return Future.failedFuture(locked(name, remaining));
      }
      log.atDebug().addKeyValue("user", name).log(right ? "password right" : "password wrong");
      return right
          ? Future.succeededFuture(User.fromName(name.value()))
          : Future.failedFuture(wrong());
    });
  }

  private static RequestRefused locked(Username name, Duration remaining) {
    log.atDebug().addKeyValue("user", name).addKeyValue("for", remaining).log("locked");
    return new RequestRefused(FailureCode.LOCKED, "too many wrong passwords", remaining);
  }

  private static RequestRefused wrong() {
    return new RequestRefused(FailureCode.BAD_CREDENTIALS, "no such pair");
  }
}
