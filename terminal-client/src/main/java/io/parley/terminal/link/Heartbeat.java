// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Notices that the other side has gone without a word: asks it when it has been silent, and reports
 * it dead when it stays so. Event loop only.
 */
final class Heartbeat {
  private final Vertx vertx;
  private final Patience patience;
  private final Runnable ask;
  private final Runnable dead;
  private long timer;
  private boolean heard;
  private boolean asked;
  private boolean suspended;
  private boolean stopped;

  Heartbeat(Vertx vertx, Patience patience, Runnable ask, Runnable dead) {
    this.vertx = vertx;
    this.patience = patience;
    this.ask = ask;
    this.dead = dead;
  }

  void start() {
    after(patience.silence(), this::lookForSilence);
  }

  /** The other side said something, whatever it was. */
  void heard() {
    heard = true;
    if (asked) {
      asked = false;
      vertx.cancelTimer(timer);
      after(patience.silence(), this::lookForSilence);
    }
  }

  /** While it is not listened to, its silence means nothing. */
  void suspend(boolean suspended) {
    this.suspended = suspended;
    heard();
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void lookForSilence() {
    if (heard || suspended) {
      heard = false;
      after(patience.silence(), this::lookForSilence);
    } else {
      asked = true;
      ask.run();
      after(patience.answer(), dead);
    }
  }

  private void after(Duration duration, Runnable action) {
    if (!stopped) {
      timer = vertx.setTimer(duration.toMillis(), id -> action.run());
    }
  }
}
