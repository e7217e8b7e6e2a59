// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.Secret;
import io.parley.wire.Command;
import io.parley.wire.Reply;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gets a lost session back, attempt by attempt, or finds that there is no way. Event loop only. */
final class WayBack {
  /** Who hears how it went. */
  interface Traveller {
    /** There is a session again. */
    void arrived(Reply.LoggedIn login, Duration away);

    /** There is no way. */
    void gaveUp(Ending ending);
  }

  private final Vertx vertx;
  private final Door door;
  private final Persistence persistence;
  private final InstantSource clock;
  private final Traveller traveller;
  private Instant since = Instant.EPOCH;
  private int attempts;
  private long timer;
  private boolean stopped;

  WayBack(
      Vertx vertx, Door door, Persistence persistence, InstantSource clock, Traveller traveller) {
    this.vertx = vertx;
    this.door = door;
    this.persistence = persistence;
    this.clock = clock;
    this.traveller = traveller;
  }

  /**
   * Sets out.
   *
   * @param lasted how long the connection that was lost had lasted
   */
  void begin(Credentials credentials, Optional<Secret> resume, Duration lasted) {
    boolean wasGood = lasted.compareTo(persistence.stable()) >= 0;
    attempts = wasGood ? 0 : attempts + 1;
    since = clock.instant();
    later(credentials, resume, Duration.ZERO);
  }

  /** Makes no further attempt. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private Duration away() {
    return Duration.between(since, clock.instant());
  }

  private void later(Credentials credentials, Optional<Secret> resume, Duration atLeast) {
    if (stopped) {
      return;
    }
    Optional<Duration> giveUp = persistence.giveUp();
    if (giveUp.isPresent() && away().compareTo(giveUp.get()) >= 0) {
      traveller.gaveUp(new Ending.Lost());
      return;
    }
    Duration wait = longer(persistence.backoff().before(attempts++), atLeast);
    // the last attempt comes before the end of patience, not a long wait after it
    Duration wise = giveUp.map(end -> shorter(wait, end.minus(away()))).orElse(wait);
    timer = vertx.setTimer(Math.max(1, wise.toMillis()), id -> attempt(credentials, resume));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void attempt(Credentials credentials, Optional<Secret> resume) {
    Command.Proof proof =
        resume
            .<Command.Proof>map(Command.Resume::new)
            .orElseGet(() -> new Command.Password(credentials.password()));
    door.enter(credentials.user(), proof)
        .onSuccess(reply -> answered(credentials, resume, reply))
        .onFailure(noConnection -> {
          if (noConnection instanceof NotTrusted reason) {
            traveller.gaveUp(new Ending.Distrusted(reason));
          } else {
            later(credentials, resume, Duration.ZERO);
          }
        });
  }

  private void answered(Credentials credentials, Optional<Secret> resume, Reply reply) {
    if (stopped) {
      door.close();
    } else if (reply instanceof Reply.LoggedIn login) {
      traveller.arrived(login, away());
    } else if (reply instanceof Reply.Refused refusal) {
      switch (Verdict.on(refusal, resume.isPresent(), away(), persistence)) {
        case Verdict.Later(Duration atLeast) -> {
          door.close();
          later(credentials, resume, atLeast);
        }
        case Verdict.WithPassword withPassword -> attempt(credentials, Optional.empty());
        case Verdict.Never never -> traveller.gaveUp(new Ending.Refused(refusal));
      }
    }
  }
}
