// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Username;
import io.parley.terminal.peer.PeerEvents;
import io.parley.terminal.peer.PeerGoodbye;
import io.parley.terminal.screen.Console;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Turns what happens in private sessions into lines. */
final class PrivateEvents implements PeerEvents {
  /** Strangers who knock often must not fill the screen. */
  private static final Duration BETWEEN_STRANGERS = Duration.ofSeconds(5);

  private final Console console;
  private final Loop loop;
  private final InstantSource clock;
  private Instant lastStranger = Instant.MIN;
  private boolean toldCannotListen;

  PrivateEvents(Console console, Loop loop, InstantSource clock) {
    this.console = console;
    this.loop = loop;
    this.clock = clock;
  }

  @Override
  public void opened(Username user, boolean byThisSide, boolean verified) {
    console.show(PeerPhrases.opened(user, byThisSide));
    console.show(verified ? PeerPhrases.isVerified(user) : PeerPhrases.isNotVerified(user));
  }

  @Override
  public void said(Username user, String text, Runnable seen) {
    console.show(PeerPhrases.said(user, text), () -> loop.run(seen));
  }

  @Override
  public void ended(Username user, Optional<PeerGoodbye> reason) {
    console.show(PeerPhrases.ended(user, reason));
  }

  @Override
  public void turnedAway(String from, Optional<Username> claimed) {
    Instant now = clock.instant();
    if (lastStranger.isBefore(now.minus(BETWEEN_STRANGERS))) {
      lastStranger = now;
      console.show(PeerPhrases.turnedAway(from, claimed));
    }
  }

  @Override
  public void keyChanged(Username user) {
    console.show(PeerPhrases.visitorWithAnotherKey(user));
  }

  @Override
  public void cannotListen(int port) {
    if (!toldCannotListen) {
      toldCannotListen = true;
      console.show(PeerPhrases.cannotListen(port));
    }
  }
}
