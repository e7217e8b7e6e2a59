// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.auth.AuthService.assertDone;
import static io.parley.auth.AuthService.assertRefused;
import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PasswordChangeTest {
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
    assertRefused(auth.change("hans", "falcon*sola", "new password"), FailureCode.BAD_CREDENTIALS);
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
        () -> await(store.find(new Username("hans"))).orElseThrow().hash().startsWith("2:"));
    assertDone(auth.login("hans", "falcon*solo"));
  }
}
