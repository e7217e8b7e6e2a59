// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;

/** Knows, by asking auth, which users exist. */
final class Accounts {
  private final Bus bus;

  Accounts(Bus bus) {
    this.bus = bus;
  }

  /** Succeeds if there is such a user, and is refused as {@code NO_SUCH_USER} if not. */
  Future<Void> require(Username user) {
    return bus.ask(new AuthRequest.Exists(user))
        .compose(answer ->
            answer.exists()
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new RequestRefused(FailureCode.NO_SUCH_USER, "there is no " + user)));
  }
}
