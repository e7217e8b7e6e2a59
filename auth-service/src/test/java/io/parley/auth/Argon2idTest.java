// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.model.Secret;
import org.junit.jupiter.api.Test;

final class Argon2idTest {
  private static final Secret PASSWORD = new Secret("falcon*solo");

  private final Argon2id hashes = Argon2id.recommended();

  @Test
  void aPasswordMatchesItsHashAndNoOther() {
    // When
    String hash = hashes.hash(PASSWORD);
    // Then
    assertThat(hashes.matches(PASSWORD, hash)).isTrue();
    assertThat(hashes.matches(new Secret("Falcon*solo"), hash)).isFalse();
    assertThat(hashes.matches(new Secret(""), hash)).isFalse();
  }

  @Test
  void aHashSaysHowItWasMade() {
    // When
    String hash = hashes.hash(PASSWORD);
    // Then
    assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=5,p=1$").hasSizeLessThan(255);
    assertThat(hashes.isOutdated(hash)).isFalse();
  }

  @Test
  void onePasswordHasManyHashes() {
    assertThat(hashes.hash(PASSWORD)).isNotEqualTo(hashes.hash(PASSWORD));
  }

  @Test
  void aHashOfOtherParametersIsStillUnderstoodAndOutdated() {
    // Given
    String weak = Argon2id.of(64, 1).hash(PASSWORD);
    // Then
    assertThat(hashes.matches(PASSWORD, weak)).isTrue();
    assertThat(hashes.matches(new Secret("other"), weak)).isFalse();
    assertThat(hashes.isOutdated(weak)).isTrue();
  }

  @Test
  void aHashOfTheReferenceImplementationIsUnderstood() {
    // From the tests of github.com/P-H-C/phc-winner-argon2: version 0x13, t=2, m=2^16, p=1.
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    // Then
    assertThat(hashes.matches(new Secret("password"), reference)).isTrue();
    assertThat(hashes.matches(new Secret("Password"), reference)).isFalse();
  }

  @Test
  void nothingMatchesTheUnmatchable() {
    assertThat(hashes.matches(PASSWORD, hashes.unmatchable())).isFalse();
    assertThat(hashes.isOutdated(hashes.unmatchable())).isFalse();
  }

  @Test
  void whatIsNoHashIsAnError() {
    assertThatThrownBy(() -> hashes.matches(PASSWORD, "plain"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("plain");
  }
}
