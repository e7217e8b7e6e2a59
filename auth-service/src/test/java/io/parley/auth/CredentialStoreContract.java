// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.auth.CredentialStore.FileState;
import io.parley.auth.CredentialStore.Stored;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

abstract class CredentialStoreContract {
  private static final Username HANS = new Username("hans");
  private static final Username YODA = new Username("yoda");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension final FreshDatabase fresh = newDatabase();

  abstract FreshDatabase newDatabase();

  @Test
  void anAccountIsAnAdministratorsWhileItIsAppointed() {
    // Given
    await(store().add(HANS, "hash", NOW));
    assertThat(await(store().isAdministrator(HANS))).isFalse();
    // When, Then
    assertThat(await(store().appoint(HANS, true))).isTrue();
    assertThat(await(store().isAdministrator(HANS))).isTrue();
    assertThat(await(store().appoint(HANS, false))).isTrue();
    assertThat(await(store().isAdministrator(HANS))).isFalse();
  }

  @Test
  void itIsKnownSinceWhenAnAccountIsThere() {
    // Given
    await(store().add(HANS, "hash", NOW));
    await(store().change(HANS, "other", NOW.plusSeconds(60)));
    // When, Then
    assertThat(await(store().since(HANS))).contains(NOW);
    assertThat(await(store().since(YODA))).isEmpty();
  }

  @Test
  void nobodyIsAppointedWhoHasNoAccount() {
    assertThat(await(store().appoint(HANS, true))).isFalse();
    assertThat(await(store().isAdministrator(HANS))).isFalse();
  }

  @Test
  void anAccountIsFoundAfterItWasMadeAndAfterARestart() {
    // Given
    assertThat(await(store().exists(HANS))).isFalse();
    // When
    boolean added = await(store().add(HANS, "hash", NOW));
    fresh.reopen();
    // Then
    assertThat(added).isTrue();
    assertThat(await(store().exists(HANS))).isTrue();
    assertThat(await(store().find(HANS))).contains(new Stored("hash", Optional.empty()));
    assertThat(await(store().find(YODA))).isEmpty();
  }

  @Test
  void namesAreCaseSensitive() {
    // Given
    await(store().add(HANS, "hash", NOW));
    // Then
    assertThat(await(store().exists(new Username("Hans")))).isFalse();
    assertThat(await(store().add(new Username("HANS"), "other", NOW))).isTrue();
  }

  @Test
  void ofManyAtOnceOneMakesTheAccount() {
    // When
    List<Future<Boolean>> all =
        IntStream.range(0, 50).mapToObj(i -> store().add(HANS, "hash-" + i, NOW)).toList();
    // Then
    List<Integer> winners = IntStream.range(0, 50).filter(i -> await(all.get(i))).boxed().toList();
    assertThat(winners).hasSize(1);
    assertThat(await(store().find(HANS)))
        .contains(new Stored("hash-" + winners.get(0), Optional.empty()));
  }

  @Test
  void aPasswordIsChangedWhereThereIsAnAccount() {
    // Given
    await(store().add(HANS, "old", NOW));
    // Then
    assertThat(await(store().change(HANS, "new", NOW))).isTrue();
    assertThat(await(store().change(YODA, "new", NOW))).isFalse();
    assertThat(await(store().find(HANS))).contains(new Stored("new", Optional.empty()));
  }

  @Test
  void aHashIsRenewedOnlyIfItIsStillThere() {
    // Given
    await(store().add(HANS, "old", NOW));
    // Then
    assertThat(await(store().renew(HANS, "other", "new"))).isFalse();
    assertThat(await(store().renew(HANS, "old", "new"))).isTrue();
    assertThat(await(store().find(HANS))).contains(new Stored("new", Optional.empty()));
  }

  @Test
  void anImportedHashThatIsRenewedStaysTheImportedOne() {
    // Given
    await(store().bring(HANS, "old", NOW));
    // When
    await(store().renew(HANS, "old", "new"));
    // Then
    assertThat(await(store().find(HANS))).contains(new Stored("new", Optional.of("new")));
    assertThat(await(store().ownPasswords())).isEmpty();
  }

  @Test
  void whoChoseAnotherPasswordThanTheFileIsKnown() {
    // Given
    await(store().bring(HANS, "imported", NOW));
    await(store().bring(YODA, "imported", NOW));
    // When
    await(store().change(HANS, "own", NOW));
    await(store().renew(HANS, "own", "renewed"));
    // Then
    assertThat(await(store().ownPasswords())).containsExactly(HANS);
    assertThat(await(store().find(HANS))).contains(new Stored("renewed", Optional.of("imported")));
  }

  @Test
  void aFileOverrulesWhatIsThere() {
    // Given
    await(store().add(HANS, "own", NOW));
    // When
    assertThat(await(store().bring(HANS, "imported", NOW))).isTrue();
    // Then
    assertThat(await(store().find(HANS))).contains(new Stored("imported", Optional.of("imported")));
  }

  @Test
  void aFileIsKnownInTheStateInWhichItWasBroughtIn() {
    // Given
    FileState file = new FileState(Path.of("/etc/users"), 12, NOW);
    assertThat(await(store().isBroughtIn(file))).isFalse();
    // When
    await(store().markBroughtIn(new FileState(file.path(), 11, NOW)));
    await(store().markBroughtIn(file));
    // Then
    assertThat(await(store().isBroughtIn(file))).isTrue();
    assertThat(await(store().isBroughtIn(new FileState(file.path(), 11, NOW)))).isFalse();
    assertThat(await(store().isBroughtIn(new FileState(file.path(), 12, NOW.plusMillis(1)))))
        .isFalse();
  }

  private CredentialStore store() {
    return new SqlCredentialStore(fresh.database());
  }
}
