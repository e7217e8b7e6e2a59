// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.auth.AuthService.assertDone;
import static io.parley.auth.AuthService.assertRefused;
import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.node.FreshDatabase;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationTest {
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
  void theRealHashesServeToo() {
    // Given
    auth.stop();
    String deployment = await(new AuthRole().deploy(fresh.node(Map.of(), auth.clock)));
    // Then
    assertDone(auth.register("hans", "falcon*solo"));
    assertDone(auth.login("hans", "falcon*solo"));
    assertRefused(auth.login("hans", "falcon*sola"), FailureCode.BAD_CREDENTIALS);
    assertThat(deployment).isNotEmpty();
  }
}
