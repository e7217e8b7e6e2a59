// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
  private static final Username HANS = new Username("hans");
  private static final Username YODA = new Username("yoda");
  private static final Duration BLOCK = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final MovedClock clock = new MovedClock();
  private final LoginThrottle throttle = throttle(100);

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void theThirdFailureInARowLocks() {
    assertThat(failed(HANS)).isZero();
    assertThat(failed(HANS)).isZero();
    assertThat(failed(HANS)).isEqualTo(BLOCK);
    assertThat(remaining(HANS)).isEqualTo(BLOCK);
    assertThat(remaining(YODA)).isZero();
  }

  @Test
  void attemptsDoNotProlongTheLock() {
    // Given
    lock(HANS);
    clock.pass(Duration.ofSeconds(59));
    // When
    Duration rest = failed(HANS);
    // Then
    assertThat(rest).isEqualTo(Duration.ofSeconds(1));
    clock.pass(Duration.ofSeconds(1));
    assertThat(remaining(HANS)).isZero();
  }

  @Test
  void afterTheLockCountingBeginsAnew() {
    // Given
    lock(HANS);
    clock.pass(BLOCK);
    // Then
    assertThat(failed(HANS)).isZero();
    assertThat(failed(HANS)).isZero();
    assertThat(failed(HANS)).isEqualTo(BLOCK);
  }

  @Test
  void aSuccessClearsTheCount() {
    // Given
    failed(HANS);
    failed(HANS);
    // When
    Duration lock = await(throttle.succeeded(HANS));
    // Then
    assertThat(lock).isZero();
    assertThat(failed(HANS)).isZero();
    assertThat(failed(HANS)).isZero();
    assertThat(failed(HANS)).isEqualTo(BLOCK);
  }

  @Test
  void aSuccessDoesNotOpenALock() {
    // Given
    lock(HANS);
    // When
    Duration lock = await(throttle.succeeded(HANS));
    // Then
    assertThat(lock).isEqualTo(BLOCK);
    assertThat(remaining(HANS)).isEqualTo(BLOCK);
  }

  @Test
  void failuresAreCountedTogetherWhereverTheyAreSeen() {
    // Given
    LoginThrottle other = throttle(100);
    // When
    failed(HANS);
    await(other.failed(HANS));
    // Then
    assertThat(failed(HANS)).isEqualTo(BLOCK);
    assertThat(await(other.remaining(HANS))).isEqualTo(BLOCK);
  }

  @Test
  void failuresThatRaceAreAllCounted() {
    // When
    List<Future<Duration>> all =
        IntStream.range(0, 40).mapToObj(i -> throttle.failed(HANS)).toList();
    // Then
    assertThat(all.stream().filter(lock -> await(lock).isZero())).hasSize(Tally.TOLERATED - 1);
    assertThat(remaining(HANS)).isEqualTo(BLOCK);
  }

  @Test
  void theNameUntouchedForLongestIsForgottenWhenThereAreTooMany() {
    // Given
    LoginThrottle small = throttle(10);
    Username first = new Username("user-0");
    IntStream.range(0, 10).forEach(i -> lock(small, new Username("user-" + i)));
    // When
    lock(small, new Username("one-more"));
    // Then
    assertThat(await(small.remaining(first))).isZero();
    assertThat(await(small.remaining(new Username("user-1")))).isEqualTo(BLOCK);
    assertThat(await(small.remaining(new Username("one-more")))).isEqualTo(BLOCK);
  }

  @Test
  void anOldFailureIsForgotten() {
    // Given
    failed(HANS);
    failed(HANS);
    clock.pass(Duration.ofHours(25));
    // When
    failed(YODA);
    // Then
    assertThat(failed(HANS)).isZero();
    Integer remembered =
        await(vertx.sharedData().getAsyncMap("tallies").compose(map -> map.size()));
    assertThat(remembered).isEqualTo(2);
  }

  private LoginThrottle throttle(int mostNames) {
    Tallies tallies =
        await(SharedTallies.open(vertx, "tallies", clock, mostNames, Duration.ofHours(24)));
    return new LoginThrottle(tallies, clock, BLOCK);
  }

  private void lock(Username name) {
    lock(throttle, name);
  }

  private static void lock(LoginThrottle throttle, Username name) {
    for (int i = 0; i < Tally.TOLERATED; i++) {
      await(throttle.failed(name));
    }
  }

  private Duration failed(Username name) {
    return await(throttle.failed(name));
  }

  private Duration remaining(Username name) {
    return await(throttle.remaining(name));
  }
}
