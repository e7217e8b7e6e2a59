// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.auth.AuthService.assertDone;
import static io.parley.auth.AuthService.assertRefused;
import static io.parley.auth.AuthService.refusalOf;
import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.node.FreshDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginTest {
  @RegisterExtension final FreshDatabase fresh = FreshDatabase.sqlite("auth");

  private AuthService auth;

  @BeforeEach
  void start() {
    auth = new AuthService(fresh, Map.of("hashing-queue", "100")).start();
  }

  @AfterEach
  void stop() {
    auth.hashes.permit(1000);
    auth.stop();
  }

  @Test
  void anUnknownNameAndAWrongPasswordAreRefusedAlikeAfterTheSameWork() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    auth.hashesSinceLast();
    // When
    RequestRefused wrong = refusalOf(auth.login("hans", "falcon*sola"));
    int workForWrong = auth.hashesSinceLast();
    RequestRefused unknown = refusalOf(auth.login("hanz", "falcon*solo"));
    int workForUnknown = auth.hashesSinceLast();
    // Then
    assertThat(wrong.code()).isEqualTo(FailureCode.BAD_CREDENTIALS);
    assertThat(unknown.code()).isEqualTo(wrong.code());
    assertThat(unknown.getMessage()).isEqualTo(wrong.getMessage());
    assertThat(workForUnknown).isEqualTo(workForWrong).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hans", "nobody"})
  void theThirdWrongPasswordLocksTheNameWhetherOrNotItExists(String name) {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    assertRefused(auth.login(name, "wrong"), FailureCode.BAD_CREDENTIALS);
    assertRefused(auth.login(name, "wrong"), FailureCode.BAD_CREDENTIALS);
    // When
    RequestRefused third = assertRefused(auth.login(name, "wrong"), FailureCode.LOCKED);
    // Then
    assertThat(third.retryAfter()).contains(Duration.ofSeconds(60));
    auth.hashesSinceLast();
    auth.clock.pass(Duration.ofSeconds(20));
    RequestRefused right = assertRefused(auth.login(name, "falcon*solo"), FailureCode.LOCKED);
    assertThat(right.retryAfter()).contains(Duration.ofSeconds(40));
    assertThat(auth.hashesSinceLast()).isZero();
  }

  @Test
  void afterTheBlockDurationTheRightPasswordIsTakenAgain() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    for (int i = 0; i < 3; i++) {
      refusalOf(auth.login("hans", "wrong"));
    }
    auth.clock.pass(Duration.ofSeconds(59));
    assertRefused(auth.login("hans", "wrong"), FailureCode.LOCKED);
    // When
    auth.clock.pass(Duration.ofSeconds(1));
    // Then
    assertDone(auth.login("hans", "falcon*solo"));
  }

  @Test
  void onlyFailuresInARowCount() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    for (int round = 0; round < 3; round++) {
      assertRefused(auth.login("hans", "wrong"), FailureCode.BAD_CREDENTIALS);
      assertRefused(auth.login("hans", "wrong"), FailureCode.BAD_CREDENTIALS);
      assertDone(auth.login("hans", "falcon*solo"));
    }
  }

  @Test
  void ofManyGuessesSentAtOnceThreeAreJudged() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    auth.hashesSinceLast();
    // When
    List<? extends Future<?>> guesses =
        IntStream.range(0, 50)
            .mapToObj(i -> auth.login("hans", i == 25 ? "falcon*solo" : "guess-" + i))
            .toList();
    // Then
    List<FailureCode> codes =
        guesses.stream().map(AuthService::refusalOf).map(RequestRefused::code).toList();
    assertThat(codes).filteredOn(FailureCode.BAD_CREDENTIALS::equals).hasSize(2);
    assertThat(codes).filteredOn(FailureCode.LOCKED::equals).hasSize(48);
    assertThat(auth.hashesSinceLast()).isEqualTo(3);
  }

  @Test
  void aPasswordThatIsBeingCheckedWhenTheNameIsLockedElsewhereIsNotTaken() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    auth.hashes.hold();
    Future<?> underWay = auth.login("hans", "falcon*solo");
    Tallies elsewhere =
        await(
            SharedTallies.open(
                fresh.vertx(), "parley.auth.login-failures", auth.clock, 10, Duration.ofHours(24)));
    // When
    long until = auth.clock.instant().plusSeconds(30).toEpochMilli();
    await(elsewhere.change("hans", tally -> new Tally(3, until)));
    auth.hashes.permit(1);
    // Then
    assertThat(assertRefused(underWay, FailureCode.LOCKED).retryAfter())
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void moreLoginsThanTheQueueHoldsAreRefusedWithATimeToWait() {
    // Given
    auth.hashes.hold();
    // When
    List<? extends Future<?>> all =
        IntStream.range(0, 200).mapToObj(i -> auth.login("user-" + i, "password")).toList();
    Eventually.holds(() -> all.stream().filter(Future::isComplete).count() >= 99);
    auth.hashes.permit(200);
    // Then
    List<RequestRefused> refusals = all.stream().map(AuthService::refusalOf).toList();
    assertThat(refusals)
        .filteredOn(refusal -> refusal.code() == FailureCode.RATE_LIMITED)
        .hasSizeBetween(99, 100)
        .allMatch(refusal -> refusal.retryAfter().isPresent());
  }
}
