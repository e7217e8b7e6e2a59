// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.auth.AuthService.assertDone;
import static io.parley.auth.AuthService.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import io.vertx.core.Future;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdministratorsTest {
  private static final Username HANS = new Username("hans");
  private static final String PASSWORD = "falcon*solo";

  @RegisterExtension final FreshDatabase fresh = FreshDatabase.sqlite("auth");

  private AuthService auth;

  @BeforeEach
  void start() {
    auth = new AuthService(fresh, Map.of()).start();
    assertDone(auth.register("hans", PASSWORD));
  }

  @AfterEach
  void stop() {
    auth.stop();
  }

  @Test
  void anAdministratorIsLetInWithTheRightPassword() {
    // Given
    assertDone(auth.ask(new AuthRequest.Appoint(HANS, true)));
    // When, Then
    assertDone(enter(PASSWORD));
    assertRefused(enter("wrong-password"), FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void whoIsNoAdministratorIsRefusedInTheSameWordsAsAWrongPassword() {
    // Given
    String wrong = assertRefused(enter("wrong-password"), FailureCode.BAD_CREDENTIALS).getMessage();
    // When, Then
    assertThat(assertRefused(enter(PASSWORD), FailureCode.BAD_CREDENTIALS).code().word())
        .isEqualTo("bad-credentials");
    assertThat(wrong).doesNotContain("administrator");
  }

  @Test
  void whoIsRevokedIsNotLetInAnyMore() {
    // Given
    assertDone(auth.ask(new AuthRequest.Appoint(HANS, true)));
    // When
    assertDone(auth.ask(new AuthRequest.Appoint(HANS, false)));
    // Then
    assertRefused(enter(PASSWORD), FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void nobodyWithoutAnAccountIsAppointed() {
    assertRefused(
        auth.ask(new AuthRequest.Appoint(new Username("jabba"), true)), FailureCode.NO_SUCH_USER);
  }

  @Test
  void threeWrongPasswordsLockTheNameForLoginsToo() {
    // Given
    assertDone(auth.ask(new AuthRequest.Appoint(HANS, true)));
    // When
    assertRefused(enter("wrong-1"), FailureCode.BAD_CREDENTIALS);
    assertRefused(enter("wrong-2"), FailureCode.BAD_CREDENTIALS);
    assertRefused(enter("wrong-3"), FailureCode.LOCKED);
    // Then
    assertRefused(enter(PASSWORD), FailureCode.LOCKED);
    assertRefused(auth.login("hans", PASSWORD), FailureCode.LOCKED);
  }

  @Test
  void aLockThatIsTakenAwayIsGone() {
    // Given
    for (String wrong : new String[] {"wrong-1", "wrong-2"}) {
      assertRefused(auth.login("hans", wrong), FailureCode.BAD_CREDENTIALS);
    }
    assertRefused(auth.login("hans", "wrong-3"), FailureCode.LOCKED);
    // When
    assertDone(auth.ask(new AuthRequest.Unlock(HANS)));
    // Then: and counting begins anew
    assertRefused(auth.login("hans", "wrong-4"), FailureCode.BAD_CREDENTIALS);
    assertDone(auth.login("hans", PASSWORD));
  }

  @Test
  void anAdministratorStaysOneOverARestart() {
    // Given
    assertDone(auth.ask(new AuthRequest.Appoint(HANS, true)));
    // When
    auth.restart();
    // Then
    assertDone(enter(PASSWORD));
  }

  private Future<?> enter(String password) {
    return auth.ask(new AuthRequest.AuthenticateAdministrator(HANS, new Secret(password)));
  }
}
