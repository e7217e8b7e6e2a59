// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.auth.AuthService.assertDone;
import static io.parley.auth.AuthService.assertRefused;
import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.auth.CredentialStore.FileState;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import io.parley.node.UsageProblem;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsImportTest {
  @RegisterExtension final FreshDatabase fresh = FreshDatabase.sqlite("auth");

  @TempDir Path folder;

  private Path file;
  private AuthService auth;
  private long modified = 1_000_000_000_000L;

  @BeforeEach
  void prepare() throws IOException {
    file = folder.resolve("credentials.txt");
    write("hans falcon*solo\nnonsense\nyoda wise\n");
    auth = new AuthService(fresh, Map.of("credentials", file.toString()));
  }

  @AfterEach
  void stop() {
    auth.hashes.permit(1000);
    auth.stop();
  }

  @Test
  void usersOfTheFileCanLogInBeforeTheirPasswordsAreHashed() {
    // Given
    auth.hashes.hold();
    // When
    auth.start();
    // Then
    assertThat(auth.exists("hans")).isTrue();
    assertThat(auth.exists("nonsense")).isFalse();
    assertDone(auth.login("yoda", "wise"));
    assertThat(auth.hashes.made).hasValue(0);
    auth.hashes.permit(100);
  }

  @Test
  void aWrongPasswordTakesAHashAlsoBeforeTheRightOneIsHashed() {
    // Given
    auth.start();
    awaitImport();
    write("hans falcon*solo\nyoda wise\nluke jedi*knight\n");
    auth.stop();
    auth.hashes.hold();
    auth.start();
    auth.hashesSinceLast();
    auth.hashes.permit(100);
    // Then
    assertRefused(auth.login("luke", "jedi"), FailureCode.BAD_CREDENTIALS);
    assertThat(auth.hashesSinceLast()).isPositive();
  }

  @Test
  void nobodyCanRegisterANameOfTheFile() {
    // Given
    auth.hashes.hold();
    auth.start();
    // Then
    assertRefused(auth.register("yoda", "other password"), FailureCode.NAME_TAKEN);
    auth.hashes.permit(100);
  }

  @Test
  void afterwardsTheyAreAccountsLikeAllOthers() {
    // Given
    auth.start();
    awaitImport();
    auth.stop();
    // When
    AuthService without = new AuthService(fresh, Map.of()).start();
    // Then
    assertDone(without.login("hans", "falcon*solo"));
    assertDone(without.login("yoda", "wise"));
    assertRefused(without.login("yoda", "wiser"), FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void theSameFileIsNotImportedAgain() {
    // Given
    auth.start();
    awaitImport();
    assertDone(auth.change("hans", "falcon*solo", "own password"));
    auth.hashesSinceLast();
    // When
    auth.restart();
    // Then
    assertThat(auth.hashesSinceLast()).isZero();
    assertDone(auth.login("hans", "own password"));
  }

  @Test
  void aChangedFileBringsNewNamesAndChangedPasswords() {
    // Given
    auth.start();
    awaitImport();
    // When
    write("hans new*falcon\nluke jedi*knight\nyoda wise\n");
    auth.restart();
    // Then
    assertDone(auth.login("hans", "new*falcon"));
    assertRefused(auth.login("hans", "falcon*solo"), FailureCode.BAD_CREDENTIALS);
    assertDone(auth.login("luke", "jedi*knight"));
    awaitImport();
    assertDone(auth.login("hans", "new*falcon"));
    assertDone(auth.login("luke", "jedi*knight"));
    assertDone(auth.login("yoda", "wise"));
    assertRefused(auth.login("hans", "falcon*solo"), FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void anOwnPasswordOutlivesAChangeOfOtherLines() {
    // Given
    auth.start();
    awaitImport();
    assertDone(auth.change("hans", "falcon*solo", "own password"));
    // When
    write("hans falcon*solo\nluke jedi*knight\nyoda wise\n");
    auth.restart();
    // Then
    assertRefused(auth.login("hans", "falcon*solo"), FailureCode.BAD_CREDENTIALS);
    assertDone(auth.login("hans", "own password"));
    awaitImport();
    assertDone(auth.login("hans", "own password"));
  }

  @Test
  void aChangedLineEndsAnOwnPassword() {
    // Given
    auth.start();
    awaitImport();
    assertDone(auth.change("hans", "falcon*solo", "own password"));
    // When
    write("hans administrators choice\n");
    auth.restart();
    awaitImport();
    // Then
    assertRefused(auth.login("hans", "own password"), FailureCode.BAD_CREDENTIALS);
    assertDone(auth.login("hans", "administrators choice"));
  }

  @Test
  void aPasswordChangedWhileItsLineWaitsStaysChanged() {
    // Given
    auth.hashes.hold();
    auth.start();
    Future<?> change = auth.change("yoda", "wise", "own password");
    // When
    auth.hashes.permit(100);
    assertDone(change);
    awaitImport();
    // Then
    assertDone(auth.login("yoda", "own password"));
    assertRefused(auth.login("yoda", "wise"), FailureCode.BAD_CREDENTIALS);
  }

  @Test
  void wrongPasswordsLockANameOfTheFileToo() {
    // Given
    auth.start();
    for (int i = 0; i < 3; i++) {
      AuthService.refusalOf(auth.login("hans", "wrong"));
    }
    // When
    RequestRefused right = AuthService.refusalOf(auth.login("hans", "falcon*solo"));
    // Then
    assertThat(right.code()).isEqualTo(FailureCode.LOCKED);
  }

  @Test
  void aFileThatCannotBeReadIsToldInOneSentence() throws IOException {
    // Given
    Files.delete(file);
    // Then
    assertThatThrownBy(auth::start)
        .isInstanceOf(UsageProblem.class)
        .hasMessage("Cannot read the credentials file " + file + " (there is no such file).");
  }

  @Test
  void anImportThatWasInterruptedIsFinishedAfterwards() {
    // Given
    auth.hashes.hold();
    auth.start();
    auth.hashes.permit(1);
    CredentialStore store = new SqlCredentialStore(fresh.database());
    Eventually.holds(() -> await(store.exists(new Username("hans"))));
    auth.stop();
    // When
    auth.hashes.permit(100);
    auth.start();
    awaitImport();
    // Then
    assertDone(auth.login("hans", "falcon*solo"));
    assertDone(auth.login("yoda", "wise"));
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
      modified += 1000;
      Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitImport() {
    CredentialStore store = new SqlCredentialStore(fresh.database());
    Eventually.holds(() -> {
      try {
        return await(
            store.isBroughtIn(
                new FileState(
                    file, Files.size(file), Files.getLastModifiedTime(file).toInstant())));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
