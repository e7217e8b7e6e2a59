// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.parley.bus.Done;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may run the server from outside. When in doubt nobody: a store that does not answer lets
 * nobody in. Used on one context.
 */
final class Administrators {
  private static final Logger log = LoggerFactory.getLogger(Administrators.class);

  private final Authenticator authenticator;
  private final CredentialStore store;
  private final List<LoginThrottle> throttles;

  Administrators(
      Authenticator authenticator, CredentialStore store, List<LoginThrottle> throttles) {
    this.authenticator = authenticator;
    this.store = store;
    this.throttles = List.copyOf(throttles);
  }

  /** Lets in who knows the password of an administrator's account; throttled as logins are. */
  Future<Done> authenticate(Username name, Secret password) {
    return authenticator
        .authenticate(new UsernamePasswordCredentials(name.value(), password.value()))
        .compose(known -> store.isAdministrator(name))
        .compose(administrator ->
            administrator
                ? Future.succeededFuture(Done.DONE)
                : refused(FailureCode.BAD_CREDENTIALS));
  }

  /** Since when there is this account, for whoever is about to appoint its owner. */
  Future<Optional<Instant>> since(Username name) {
    return store.since(name);
  }

  Future<Done> appoint(Username name, boolean administrator) {
    return store
        .appoint(name, administrator)
        .compose(
            there -> there ? Future.succeededFuture(Done.DONE) : refused(FailureCode.NO_SUCH_USER))
        .onSuccess(done ->
            log.atDebug()
                .addKeyValue("user", name)
                .addKeyValue("administrator", administrator)
                .log("appointed"));
  }

  /** Forgets wrong passwords, of logins and of changes. */
  Future<Done> unlock(Username name) {
    return Future.join(throttles.stream().map(one -> one.forget(name)).toList()).map(Done.DONE);
  }

  private static Future<Done> refused(FailureCode code) {
    return Future.failedFuture(new RequestRefused(code, code.word()));
  }
}
