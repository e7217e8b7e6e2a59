// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.Eventually;
import io.parley.terminal.OnLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnnouncementsTest {
  private static final Fingerprint KEY = Identity.fresh("leia", Instant.now()).fingerprint();
  private static final Caller LEIA = new Caller(new Username("leia"), KEY);
  private static final Caller EVE = new Caller(new Username("eve"), KEY);
  private static final Secret TOKEN = new Secret("one-time-word");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final OnLoop loop = new OnLoop();

  @AfterEach
  void close() throws Exception {
    loop.close();
  }

  private boolean visit(Announcements announcements, Caller caller) throws Exception {
    return loop.await(() -> announcements.welcomes(caller, TOKEN));
  }

  @Test
  void whoWasAnnouncedIsWelcomeOnce() throws Exception {
    // Given
    Announcements announcements = new Announcements(loop.vertx(), LONG, SHORT);
    loop.run(() -> announcements.announce(LEIA, TOKEN));

    // Then
    assertThat(visit(announcements, LEIA)).isTrue();
    assertThat(visit(announcements, LEIA)).isFalse();
  }

  @Test
  void whoIsAheadOfTheAnnouncementIsWaitedForButNotForAnother() throws Exception {
    // Given
    Announcements announcements = new Announcements(loop.vertx(), LONG, LONG);
    Future<Boolean> leia = loop.begin(() -> announcements.welcomes(LEIA, TOKEN));
    Future<Boolean> eve = loop.begin(() -> announcements.welcomes(EVE, new Secret("other")));

    // When
    loop.run(() -> announcements.announce(LEIA, TOKEN));
    loop.run(() -> announcements.announce(LEIA, new Secret("other")));

    // Then
    assertThat(leia.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(eve.await(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void whoComesWithAnotherKeyIsNotWelcome() throws Exception {
    // Given
    Announcements announcements = new Announcements(loop.vertx(), LONG, SHORT);
    loop.run(() -> announcements.announce(LEIA, TOKEN));
    Fingerprint other = Identity.fresh("leia", Instant.now()).fingerprint();

    // Then
    assertThat(visit(announcements, new Caller(LEIA.user(), other))).isFalse();
  }

  @Test
  void nobodyIsWaitedForForever() throws Exception {
    assertThat(visit(new Announcements(loop.vertx(), LONG, SHORT), LEIA)).isFalse();
  }

  @Test
  void anAnnouncementThatNobodyFollowsLapses() throws Exception {
    // Given
    Announcements announcements = new Announcements(loop.vertx(), SHORT, SHORT);

    // Then
    Eventually.await(
        () -> "still welcome",
        () -> {
          try {
            loop.run(() -> announcements.announce(LEIA, TOKEN));
            loop.await(() -> later(SHORT.multipliedBy(3)));
            return !visit(announcements, LEIA);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private Future<Void> later(Duration duration) {
    return loop.vertx().timer(duration.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }
}
