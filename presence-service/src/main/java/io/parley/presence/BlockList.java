// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Spoken;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who has blocked whom, durably: what is done is committed, and every later question sees it. Not
 * cached: another node may change it at any time.
 */
interface BlockList {
  /**
   * Blocks from this time on; false if it was so already.
   *
   * @param spoken when the user said so; if that was before something that is done already, nothing
   *     is done, and this fails as unavailable
   */
  Future<Boolean> add(Username user, Username target, Instant at, Optional<Spoken> spoken);

  /** Ends a block; false if there was none. As {@link #add}. */
  Future<Boolean> remove(Username user, Username target, Optional<Spoken> spoken);

  /** Whether this user has blocked that one. */
  Future<Boolean> contains(Username user, Username target);

  /** Since when this user has blocked that one, to the millisecond; empty if not. */
  Future<Optional<Instant>> since(Username user, Username target);

  /** Whom this user has blocked, sorted. */
  Future<List<Username>> of(Username user);
}
