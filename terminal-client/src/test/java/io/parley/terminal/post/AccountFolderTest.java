// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.MessageId;
import io.parley.model.Secret;
import io.parley.terminal.link.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFolderTest {
  private static final ServerAddress SERVER = new ServerAddress("chat.example.org", 5001);
  private static final Letter LETTER = new Letter(new MessageId("m-1"), "yoda", "hi");

  @TempDir Path state;

  private Path of(String user) {
    return AccountFolder.of(state, SERVER, user);
  }

  @Test
  void anAccountHasItsFolderByServerAndUser() {
    assertThat(of("hans")).isEqualTo(state.resolve("chat.example.org_5001").resolve("hans"));
    assertThat(AccountFolder.of(state, new ServerAddress("::1", 1), "x").getParent())
        .isEqualTo(state.resolve("%3a%3a1_1"));
  }

  @Test
  void noNameLeadsOutOfTheFolderOrIntoThatOfAnother() {
    // Given
    Path server = of("hans").getParent();

    // Then
    for (String name : new String[] {".", "..", "...", ".hidden"}) {
      assertThat(of(name).normalize().getParent()).isEqualTo(server);
    }
    assertThat(of("Hans").toString()).isNotEqualToIgnoringCase(of("hans").toString());
  }

  @Test
  void nobodyElseCanLookIntoIt() throws IOException {
    // When
    try (AccountFolder folder = AccountFolder.open(of("hans"))) {
      folder.outbox().put(LETTER);
      folder.keepResume(Optional.of(new Secret("s3cret")));
      folder.history();
    }

    // Then
    try (Stream<Path> all = Files.walk(of("hans"))) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .describedAs(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void oneClientAtATimeUsesItAndTheOtherWorksWithout() throws IOException {
    // Given
    AccountFolder first = AccountFolder.open(of("hans"));
    first.keepResume(Optional.of(new Secret("s3cret")));
    first.outbox().put(LETTER);

    // When
    AccountFolder second = AccountFolder.open(of("hans"));

    // Then
    assertThat(second.warning()).isPresent();
    assertThat(second.outbox().waiting()).isEmpty();
    assertThat(second.resume()).isEmpty();
    assertThat(second.history()).isEmpty();
    first.close();
    try (AccountFolder third = AccountFolder.open(of("hans"))) {
      assertThat(third.warning()).isEmpty();
      assertThat(third.outbox().waiting()).containsExactly(LETTER);
      assertThat(third.resume()).contains(new Secret("s3cret"));
    }
  }

  @Test
  void aSecretThatIsForgottenIsGone() {
    // Given
    try (AccountFolder folder = AccountFolder.open(of("hans"))) {
      folder.keepResume(Optional.of(new Secret("s3cret")));

      // When
      folder.keepResume(Optional.empty());

      // Then
      assertThat(folder.resume()).isEmpty();
      assertThat(of("hans").resolve("resume")).doesNotExist();
    }
  }

  @Test
  void whereNothingCanBeWrittenTheClientWorksWithoutAndSaysSo() throws IOException {
    // Given
    Path file = Files.createFile(state.resolve("file"));

    // When
    AccountFolder folder = AccountFolder.open(file.resolve("hans"));

    // Then
    assertThat(folder.warning()).isPresent();
    folder.outbox().put(LETTER);
    assertThat(folder.outbox().waiting()).containsExactly(LETTER);
    assertThat(folder.isKept()).isFalse();
  }
}
