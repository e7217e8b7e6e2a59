// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.PresenceUnderTest.HAN;
import static io.parley.presence.PresenceUnderTest.LUKE;
import static io.parley.presence.PresenceUnderTest.YODA;
import static io.parley.presence.PresenceUnderTest.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.BlockedRoute;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Online;
import io.parley.bus.PresenceRequest.OnlineSession;
import io.parley.bus.PresenceRequest.OnlineSince;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Route;
import io.parley.bus.PresenceRequest.RouteAnswer;
import io.parley.bus.PresenceRequest.SessionList;
import io.parley.bus.PresenceRequest.Sessions;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VisibilityTest {
  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  @Test
  void allOnlineUsersButTheAskerAreListedInOrder() {
    // Given
    presence.login(YODA, 1);
    presence.login(LUKE, 2);
    presence.login(HAN, 3);
    // When
    List<Username> users = presence.ask(new Online(LUKE)).users();
    // Then
    assertThat(users).containsExactly(HAN, YODA);
  }

  @Test
  void aUserWhoBlockedTheAskerIsListedAllTheSame() {
    // Given
    presence.login(YODA, 1);
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // When
    List<Username> users = presence.ask(new Online(HAN)).users();
    // Then
    assertThat(users).containsExactly(YODA);
  }

  @Test
  void sessionsAreListedByNameAndInPages() {
    // Given
    presence.login(YODA, 1);
    presence.login(LUKE, 2);
    presence.login(HAN, 3);
    // When
    SessionList first = presence.ask(new Sessions(Optional.empty(), Optional.empty(), 2));
    SessionList rest = presence.ask(new Sessions(Optional.empty(), Optional.of(LUKE), 2));
    // Then
    assertThat(first.online()).isEqualTo(3);
    assertThat(first.sessions())
        .containsExactly(new OnlineSession(HAN, session(3)), new OnlineSession(LUKE, session(2)));
    assertThat(rest.sessions()).containsExactly(new OnlineSession(YODA, session(1)));
  }

  @Test
  void theSessionOfOneUserIsFoundOrNot() {
    // Given
    presence.login(YODA, 1);
    // When, Then
    assertThat(presence.ask(new Sessions(Optional.of(YODA), Optional.empty(), 1)).sessions())
        .containsExactly(new OnlineSession(YODA, session(1)));
    assertThat(presence.ask(new Sessions(Optional.of(HAN), Optional.empty(), 1)).sessions())
        .isEmpty();
  }

  @Test
  void whoWasThereInTheLastSecondsIsListedHoweverLongAgoTheLoginWas() {
    // Given
    presence.login(LUKE, 1);
    presence.login(YODA, 2);
    presence.time.pass(Duration.ofHours(2));
    presence.release(YODA, 2, Departure.LOGGED_OUT);
    presence.time.pass(Duration.ofSeconds(10));
    // When
    List<Username> lately = presence.ask(new OnlineSince(HAN, 10)).users();
    List<Username> justNow = presence.ask(new OnlineSince(HAN, 9)).users();
    // Then
    assertThat(lately).containsExactly(LUKE, YODA);
    assertThat(justNow).containsExactly(LUKE);
  }

  @Test
  void theAskerIsNotAmongThoseWhoWereThere() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.LOGGED_OUT);
    presence.login(YODA, 2);
    // When
    List<Username> users = presence.ask(new OnlineSince(YODA, 100)).users();
    // Then
    assertThat(users).isEmpty();
  }

  @Test
  void sinceTheBeginningOfTimeIsAnAnswerableQuestion() {
    // Given
    presence.login(YODA, 1);
    presence.release(YODA, 1, Departure.LOGGED_OUT);
    // When
    List<Username> ever = presence.ask(new OnlineSince(HAN, 10_000_000_000L)).users();
    List<Username> evenLonger = presence.ask(new OnlineSince(HAN, Long.MAX_VALUE)).users();
    // Then
    assertThat(ever).containsExactly(YODA);
    assertThat(evenLonger).containsExactly(YODA);
  }

  @Test
  void whoseEndCouldNotBeNotedYetWasThereAMomentAgo() {
    // Given
    presence.login(YODA, 1);
    presence.trouble.breakDown(true);
    presence.refusalOf(new Release(YODA, session(1), Departure.ENDED));
    presence.trouble.breakDown(false);
    // When
    List<Username> users = presence.ask(new OnlineSince(HAN, 0)).users();
    // Then
    assertThat(users).containsExactly(YODA);
  }

  @Test
  void theWayToAnOnlineUserIsTheSessionBlockedOrNot() {
    // Given
    presence.login(YODA, 1);
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // When
    RouteAnswer route = presence.ask(new Route(HAN, YODA));
    // Then
    assertThat(route).isEqualTo(new Reachable(session(1)));
  }

  @Test
  void theWayToAnOnlineUserNeedsNoDatabase() {
    // Given
    presence.login(YODA, 1);
    presence.trouble.breakDown(true);
    // When
    RouteAnswer route = presence.ask(new Route(HAN, YODA));
    // Then
    assertThat(route).isEqualTo(new Reachable(session(1)));
  }

  @Test
  void theWayToAnAbsentUserDependsOnTheBlock() {
    // Given
    presence.ask(new Block(YODA, HAN, Optional.empty()));
    // When
    RouteAnswer ofBlocked = presence.ask(new Route(HAN, YODA));
    RouteAnswer ofOther = presence.ask(new Route(LUKE, YODA));
    RouteAnswer back = presence.ask(new Route(YODA, HAN));
    // Then
    assertThat(ofBlocked).isEqualTo(new BlockedRoute());
    assertThat(ofOther).isEqualTo(new Away());
    assertThat(back).isEqualTo(new Away());
  }

  @Test
  void ifTheBlockListCannotBeReadNobodyIsLetThrough() {
    // Given
    presence.trouble.breakDown(true);
    // When
    FailureCode refusal = presence.refusalOf(new Route(HAN, YODA));
    // Then
    assertThat(refusal).isEqualTo(FailureCode.UNAVAILABLE);
  }
}
