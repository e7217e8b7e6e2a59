// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway.admin;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.auth.authentication.Credentials;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in administrators only, as the auth service says; and nobody if it says nothing. Wrong
 * passwords count as those of logins do.
 */
final class AdminAccess implements AuthenticationProvider {
  private static final Logger audit = LoggerFactory.getLogger(AdminApi.AUDIT);

  private final Bus bus;

  AdminAccess(Bus bus) {
    this.bus = bus;
  }

  @Override
  public Future<User> authenticate(Credentials credentials) {
    if (!(credentials instanceof UsernamePasswordCredentials pair)) {
      return Future.failedFuture(nobody());
    }
    return Username.parse(pair.getUsername())
        .map(name -> authenticate(name, new Secret(pair.getPassword()).asPassword()))
        .orElseGet(() -> Future.failedFuture(nobody()));
  }

  private Future<User> authenticate(Username name, Secret password) {
    return bus.ask(new AuthRequest.AuthenticateAdministrator(name, password))
        .map(done -> User.fromName(name.value()))
        .onFailure(failure ->
            audit
                .atInfo()
                .addKeyValue("name", name)
                .addKeyValue("why", word(failure))
                .log("not let in"));
  }

  private static String word(Throwable failure) {
    return failure instanceof RequestRefused refusal
        ? refusal.code().word()
        : FailureCode.UNAVAILABLE.word();
  }

  private static RequestRefused nobody() {
    return new RequestRefused(FailureCode.BAD_CREDENTIALS, "not a name");
  }
}
