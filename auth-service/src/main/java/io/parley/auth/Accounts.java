// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.auth.PasswordHashing.Urgency;
import io.parley.bus.Done;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.Registration;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes accounts and changes their passwords; what it answers as done is committed. Used on one
 * context.
 */
final class Accounts {
  private final CredentialStore store;
  private final CredentialsImport imports;
  private final PasswordHashing hashing;
  private final LoginThrottle throttle;
  private final Turns turns;
  private final InstantSource clock;
  private final Registration registration;

  /**
   * @param throttle for old passwords that are given to change them; another one than that of
   *     logins, which must not lock a user out who is in
   */
  Accounts(
      CredentialStore store,
      CredentialsImport imports,
      PasswordHashing hashing,
      LoginThrottle throttle,
      Turns turns,
      InstantSource clock,
      Registration registration) {
    this.store = store;
    this.imports = imports;
    this.hashing = hashing;
    this.throttle = throttle;
    this.turns = turns;
    this.clock = clock;
    this.registration = registration;
  }

  Future<Boolean> exists(Username name) {
    return imports.knows(name) ? Future.succeededFuture(true) : store.exists(name);
  }

  /** Makes an account. Of several at the same moment for one name, one succeeds. */
  Future<Done> register(String user, Secret password) {
    if (registration == Registration.CLOSED) {
      return refused(FailureCode.REGISTRATION_CLOSED);
    }
    Optional<Username> name = Username.parse(user);
    if (name.isEmpty()) {
      return refused(FailureCode.INVALID_USERNAME);
    }
    if (!Passwords.canBeChosen(password)) {
      return refused(FailureCode.WEAK_PASSWORD);
    }
    return turns.take(
        name.get(),
        () ->
            exists(name.get())
                .compose(
                    taken -> taken ? refused(FailureCode.NAME_TAKEN) : make(name.get(), password)));
  }

  private Future<Done> make(Username name, Secret password) {
    return hashing
        .hash(password, Urgency.PERSON)
        .compose(hash -> store.add(name, hash, clock.instant()))
        // Another node may have been quicker: the insert decides, not the look before it.
        .compose(added -> added ? done() : refused(FailureCode.NAME_TAKEN));
  }

  /** Changes the password of somebody who knows the old one. */
  Future<Done> changePassword(Username name, Secret old, Secret fresh) {
    if (!Passwords.canBeChosen(fresh)) {
      return refused(FailureCode.WEAK_PASSWORD);
    }
    return turns.take(
        name,
        () ->
            throttle
                .remaining(name)
                .compose(wait ->
                    wait.isZero() ? change(name, old, fresh) : Future.failedFuture(slow(wait))));
  }

  private Future<Done> change(Username name, Secret old, Secret fresh) {
    return imports
        .settle(name)
        .compose(settled -> store.find(name))
        .compose(stored ->
            stored.isEmpty()
                ? hashing.matchesNothing(old)
                : hashing.matches(old, stored.get().hash(), Urgency.PERSON))
        .compose(right ->
            right
                ? throttle.succeeded(name).compose(counted -> change(name, fresh))
                : throttle.failed(name).compose(counted -> refused(FailureCode.BAD_CREDENTIALS)));
  }

  private Future<Done> change(Username name, Secret fresh) {
    return hashing
        .hash(fresh, Urgency.PERSON)
        .compose(hash -> store.change(name, hash, clock.instant()))
        .compose(changed -> changed ? done() : refused(FailureCode.BAD_CREDENTIALS));
  }

  private static Future<Done> done() {
    return Future.succeededFuture(Done.DONE);
  }

  private static Future<Done> refused(FailureCode code) {
    return Future.failedFuture(new RequestRefused(code, code.word()));
  }

  private static RequestRefused slow(Duration wait) {
    return new RequestRefused(FailureCode.RATE_LIMITED, "too many wrong old passwords", wait);
  }
}
