// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static io.parley.presence.PresenceUnderTest.HAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.GatewayRequest.End;
import io.parley.bus.PresenceRequest.Away;
import io.parley.bus.PresenceRequest.Reachable;
import io.parley.bus.PresenceRequest.Route;
import io.parley.bus.PresenceRequest.RouteAnswer;
import io.parley.model.Username;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims, releases and resumptions in any order, with a database that takes its time or fails. */
class InterleavingTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 120;

  @RegisterExtension final PresenceUnderTest presence = new PresenceUnderTest();

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Username, Life> userToLife = new ConcurrentHashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 15})
  void eachUserHasOneSessionAtMostAndTheOthersKnow(int percentFailing) {
    // Given
    presence.gateway = question -> holderOf((End) question).end((End) question);
    await(presence.bus.subscribe(event -> userToLife.get(event.user()).hear(event)));
    for (int seed = 1; seed <= SEEDS; seed++) {
      // When
      List<Life> lives = play(seed, percentFailing);
      // Then
      for (Life life : lives) {
        assertThat(life.problems).as("seed %s", seed).isEmpty();
        assertConsistent(life, seed);
      }
    }
  }

  private Life holderOf(End wish) {
    return userToLife.values().stream()
        .filter(life -> life.holds(wish.session()))
        .findFirst()
        .orElseThrow();
  }

  private List<Life> play(int seed, int percentFailing) {
    Random dice = new Random(seed);
    presence.trouble.seed(dice, percentFailing);
    List<Life> lives =
        IntStream.range(0, 2)
            .mapToObj(i -> life(new Username("u" + seed + "-" + i), dice))
            .toList();
    Promise<Void> played = Promise.promise();
    presence.vertx.runOnContext(start -> step(lives, dice, STEPS, played));
    await(played.future());
    presence.trouble.calmDown();
    for (int i = 0; i < 5; i++) {
      presence.time.pass(Duration.ofSeconds(10));
      lives.forEach(life -> presence.settle(life.user));
    }
    return lives;
  }

  private Life life(Username user, Random dice) {
    Life life = new Life(user, presence.bus, dice, numbers::incrementAndGet);
    userToLife.put(user, life);
    return life;
  }

  private void step(List<Life> lives, Random dice, int steps, Promise<Void> played) {
    if (steps == 0) {
      played.complete();
      return;
    }
    if (dice.nextInt(10) == 0) {
      presence.time.pass(Duration.ofMillis(dice.nextInt(6000)));
    } else {
      lives.get(dice.nextInt(lives.size())).act();
    }
    Trouble.after(dice.nextInt(30), () -> step(lives, dice, steps - 1, played));
  }

  private void assertConsistent(Life life, int seed) {
    RouteAnswer route = presence.ask(new Route(HAN, life.user));
    Optional<LastSession> last = await(presence.lastSessions.find(life.user));
    RouteAnswer expected = life.living().<RouteAnswer>map(Reachable::new).orElse(new Away());
    assertThat(route).as("seed %s", seed).isEqualTo(expected);
    assertThat(last.filter(LastSession::isOpen).map(LastSession::session))
        .as("seed %s", seed)
        .isEqualTo(life.living());
    assertThat(life.isBelievedToBeThere()).as("seed %s", seed).isEqualTo(life.living().isPresent());
  }
}
