// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.YODA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bus.Bus;
import io.parley.bus.Membership;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Route;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A presence node of a cluster, in a part that does not hear a gateway. */
class DeathsTest {
  private static final GatewayId UNHEARD = new GatewayId("unheard");

  private final Promise<Void> silence = Promise.promise();
  private final MemorySignsOfLife signs = new MemorySignsOfLife();
  private final MemoryLastSessions lastSessions = new MemoryLastSessions(new Trouble());
  private Vertx vertx;
  private Bus bus;
  private Deaths deaths;

  @BeforeEach
  void join() {
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
    await(bus.join(new Alone()));
    deaths =
        new Deaths(
            bus,
            signs,
            length -> length.equals(Deaths.SILENCE) ? silence.future() : Future.succeededFuture());
  }

  @AfterEach
  void leave() {
    await(vertx.close());
  }

  @Test
  void aGatewayThatNobodyHearsIsDead() {
    // Given
    await(signs.heard(Set.of(UNHEARD)));
    Future<Set<GatewayId>> dead = deaths.among(Set.of(UNHEARD));
    // When
    silence.complete();
    // Then
    assertThat(await(dead)).containsExactly(UNHEARD);
    assertThat(await(signs.all())).isEmpty();
  }

  @Test
  void aGatewayThatAnotherNodeHearsLives() {
    // Given
    await(signs.heard(Set.of(UNHEARD)));
    Future<Set<GatewayId>> dead = deaths.among(Set.of(UNHEARD));
    // When
    await(signs.heard(Set.of(UNHEARD)));
    silence.complete();
    // Then
    assertThat(await(dead)).isEmpty();
  }

  @Test
  void nobodyIsAwayWhoseSessionTheDatabaseKnowsToBeOpen() {
    // Given
    SessionRef session = new SessionRef(UNHEARD, 1);
    Roster roster = await(Roster.open(vertx));
    MemoryBlockList blocks = new MemoryBlockList(new Trouble());
    await(lastSessions.begin(YODA, session, Instant.EPOCH, Optional.empty()));
    Visibility visibility =
        new Visibility(bus, new Stores(roster, lastSessions, blocks), Instant::now);
    // When/Then
    assertThat(await(visibility.route(new Route(PresenceUnderTest.HAN, YODA))))
        .isEqualTo(new Reachable(session));
  }

  @Test
  void whereTheRosterDoesNotAnswerAnOpenSessionIsFoundInTheDatabase() {
    // Given
    SessionRef session = new SessionRef(UNHEARD, 1);
    MemoryBlockList blocks = new MemoryBlockList(new Trouble());
    await(lastSessions.begin(YODA, session, Instant.EPOCH, Optional.empty()));
    Visibility visibility =
        new Visibility(bus, new Stores(brokenRoster(), lastSessions, blocks), Instant::now);
    // When/Then
    assertThat(await(visibility.route(new Route(PresenceUnderTest.HAN, YODA))))
        .isEqualTo(new Reachable(session));
    assertThatThrownBy(() -> await(visibility.route(new Route(YODA, PresenceUnderTest.HAN))))
        .hasMessage("a part of it moves");
  }

  @SuppressWarnings("unchecked")
  private static Roster brokenRoster() {
    return new Roster(
        (AsyncMap<String, String>)
            Proxy.newProxyInstance(
                DeathsTest.class.getClassLoader(),
                new Class<?>[] {AsyncMap.class},
                (map, method, arguments) -> Future.failedFuture("a part of it moves")));
  }

  private record Alone() implements Membership {
    @Override
    public String name() {
      return "alone";
    }

    @Override
    public int others() {
      return 0;
    }

    @Override
    public Future<?> verify() {
      return Future.succeededFuture();
    }
  }
}
