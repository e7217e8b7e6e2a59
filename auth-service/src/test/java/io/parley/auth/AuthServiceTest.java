// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.auth.AuthService.assertDone;
import static io.parley.auth.AuthService.assertRefused;
import static io.parley.auth.AuthService.refusalOf;
import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
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

final class AuthServiceTest {
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
  void whoRegisteredCanLogInAlsoAfterARestart() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    // When
    auth.restart();
    // Then
    assertDone(auth.login("hans", "falcon*solo"));
    assertThat(auth.exists("hans")).isTrue();
    assertThat(auth.exists("Hans")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "näme", "a,b", "0123456789012345678901234567890123"})
  void aNameThatNobodyCanHaveIsRefused(String name) {
    assertRefused(auth.register(name, "falcon*solo"), FailureCode.INVALID_USERNAME);
  }

  @Test
  void aPasswordHasEightTo128Characters() {
    assertRefused(auth.register("hans", "1234567"), FailureCode.WEAK_PASSWORD);
    assertRefused(auth.register("hans", "x".repeat(129)), FailureCode.WEAK_PASSWORD);
    assertThat(auth.hashesSinceLast()).isZero();
    assertDone(auth.register("hans", "12345678"));
    assertDone(auth.register("yoda", "\uD83D\uDC38".repeat(128)));
  }

  @Test
  void aNameIsGivenOnceAndCostsNoHashAfterwards() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    auth.hashesSinceLast();
    // When
    Future<?> again = auth.register("hans", "other password");
    // Then
    assertRefused(again, FailureCode.NAME_TAKEN);
    assertThat(auth.hashesSinceLast()).isZero();
    assertDone(auth.login("hans", "falcon*solo"));
  }

  @Test
  void ofFiftyAtTheSameMomentExactlyOneGetsTheName() {
    // When
    List<? extends Future<?>> all =
        IntStream.range(0, 50).mapToObj(i -> auth.register("hans", "password-" + i)).toList();
    all.forEach(answer -> await(answer.otherwiseEmpty()));
    // Then
    List<Integer> winners =
        IntStream.range(0, 50).filter(i -> all.get(i).succeeded()).boxed().toList();
    assertThat(winners).hasSize(1);
    all.stream()
        .filter(Future::failed)
        .forEach(answer -> assertRefused(answer, FailureCode.NAME_TAKEN));
    assertDone(auth.login("hans", "password-" + winners.get(0)));
  }

  @Test
  void whereRegistrationIsClosedNobodyRegisters() {
    // Given
    auth.stop();
    AuthService closed = new AuthService(fresh, Map.of("registration", "closed")).start();
    // Then
    assertRefused(closed.register("hans", "falcon*solo"), FailureCode.REGISTRATION_CLOSED);
    assertThat(closed.exists("hans")).isFalse();
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
                fresh.vertx(),
                "parley.auth.login-failures",
                auth.clock,
                10,
                Duration.ofHours(24)));
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

  @Test
  void aPasswordIsChangedByWhoKnowsTheOldOne() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    // When
    assertDone(auth.change("hans", "falcon*solo", "new password"));
    // Then
    assertDone(auth.login("hans", "new password"));
    assertRefused(auth.login("hans", "falcon*solo"), FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void aPasswordIsNotChangedToAWeakOneNorByWhoDoesNotKnowIt() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    // Then
    assertRefused(auth.change("hans", "falcon*solo", "short"), FailureCode.WEAK_PASSWORD);
    assertRefused(
        auth.change("hans", "falcon*sola", "new password"), FailureCode.BAD_CREDENTIALS);
    assertRefused(auth.change("nobody", "whatever", "new password"), FailureCode.BAD_CREDENTIALS);
    assertDone(auth.login("hans", "falcon*solo"));
  }

  @Test
  void guessingOldPasswordsIsSlowedDownAndLocksNobodyOut() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    for (int i = 0; i < 3; i++) {
      assertRefused(auth.change("hans", "guess", "new password"), FailureCode.BAD_CREDENTIALS);
    }
    // When
    Future<?> fourth = auth.change("hans", "falcon*solo", "new password");
    // Then
    assertThat(assertRefused(fourth, FailureCode.RATE_LIMITED).retryAfter())
        .contains(Duration.ofSeconds(60));
    assertDone(auth.login("hans", "falcon*solo"));
  }

  @Test
  void anOutdatedHashIsRenewedAtTheNextLogin() {
    // Given
    assertDone(auth.register("hans", "falcon*solo"));
    auth.hashes.raise();
    // When
    assertDone(auth.login("hans", "falcon*solo"));
    // Then
    CredentialStore store = new SqlCredentialStore(fresh.database());
    Eventually.holds(
        () ->
            await(store.find(new Username("hans")))
                .orElseThrow()
                .hash()
                .startsWith("2:"));
    assertDone(auth.login("hans", "falcon*solo"));
  }

  @Test
  void theRealHashesServeToo() {
    // Given
    auth.stop();
    String deployment =
        await(
            new AuthRole().deploy(fresh.node(Map.of(), auth.clock)));
    // Then
    assertDone(auth.register("hans", "falcon*solo"));
    assertDone(auth.login("hans", "falcon*solo"));
    assertRefused(auth.login("hans", "falcon*sola"), FailureCode.BAD_CREDENTIALS);
    assertThat(deployment).isNotEmpty();
  }
}
