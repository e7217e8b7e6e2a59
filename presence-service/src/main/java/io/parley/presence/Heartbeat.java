// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Notes every few seconds that this node lives, so that after a crash it is known until when the
 * sessions lasted.
 */
final class Heartbeat {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final LastSessions lastSessions;
  private final InstantSource clock;
  private final Pause pause;
  private boolean ended;

  Heartbeat(LastSessions lastSessions, InstantSource clock, Pause pause) {
    this.lastSessions = lastSessions;
    this.clock = clock;
    this.pause = pause;
  }

  /** Completed with the first beat. */
  Future<Void> begin() {
    return lastSessions.beat(clock.instant()).onSuccess(beaten -> goOn());
  }

  void end() {
    ended = true;
  }

  private void goOn() {
    pause
        .of(INTERVAL)
        .onSuccess(passed -> {
          if (!ended) {
            // one that fails is not made up for: the next one says more
            lastSessions.beat(clock.instant()).onComplete(beaten -> goOn());
          }
        });
  }
}
