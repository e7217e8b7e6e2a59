// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Done;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Blocked;
import io.parley.bus.PresenceRequest.Unblock;
import io.parley.bus.PresenceRequest.Users;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Carries out what users say of each other: block, unblock. The other never hears of it. */
final class Blocking {
  private final BlockList blockList;
  private final Accounts accounts;
  private final InstantSource clock;

  Blocking(BlockList blockList, Accounts accounts, InstantSource clock) {
    this.blockList = blockList;
    this.accounts = accounts;
    this.clock = clock;
  }

  Future<Done> block(Block wish) {
    return ofOther(
        wish.user(),
        wish.target(),
        () ->
            blockList
                .add(wish.user(), wish.target(), clock.instant(), wish.spoken())
                .compose(added -> doneIf(added, FailureCode.ALREADY_BLOCKED)));
  }

  Future<Done> unblock(Unblock wish) {
    return ofOther(
        wish.user(),
        wish.target(),
        () ->
            blockList
                .remove(wish.user(), wish.target(), wish.spoken())
                .compose(removed -> doneIf(removed, FailureCode.NOT_BLOCKED)));
  }

  Future<Users> blocked(Blocked question) {
    return blockList.of(question.user()).map(Users::new);
  }

  private Future<Done> ofOther(Username user, Username target, Supplier<Future<Done>> change) {
    if (user.equals(target)) {
      return Future.failedFuture(new RequestRefused(FailureCode.SELF, user + " named itself"));
    }
    return accounts.require(target).compose(exists -> change.get());
  }

  private static Future<Done> doneIf(boolean changed, FailureCode otherwise) {
    return changed
        ? Future.succeededFuture(Done.DONE)
        : Future.failedFuture(new RequestRefused(otherwise, "nothing to change"));
  }
}
