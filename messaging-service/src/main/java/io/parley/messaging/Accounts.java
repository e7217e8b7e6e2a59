// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.parley.recent.RecentMap;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Which names have an account. What auth once said yes to is remembered, for accounts do not go
 * away; a no is asked again each time. Event loop of the messaging verticle only.
 */
final class Accounts {
  private static final int REMEMBERED = 50_000;
  private static final Future<Done> EXISTS = Future.succeededFuture(Done.DONE);

  private final Bus bus;
  private final Map<Username, Boolean> seen = RecentMap.ofLastUsed(REMEMBERED);

  Accounts(Bus bus) {
    this.bus = bus;
  }

  /** Done if there is such an account; refused with {@link FailureCode#NO_SUCH_USER} if not. */
  Future<Done> require(Username user) {
    if (seen.containsKey(user)) {
      return EXISTS;
    }
    return bus.ask(new AuthRequest.Exists(user))
        .compose(answer -> {
          if (!answer.exists()) {
            return Future.failedFuture(
                new RequestRefused(FailureCode.NO_SUCH_USER, "no account " + user));
          }
          seen.put(user, true);
          return EXISTS;
        });
  }
}
