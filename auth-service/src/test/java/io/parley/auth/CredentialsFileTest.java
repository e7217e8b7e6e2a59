// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.auth.CredentialsFile.Entry;
import io.parley.auth.CredentialsFile.Fault;
import io.parley.model.Secret;
import io.parley.model.Username;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsFileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hans falcon*solo\nyoda wise@!man\n",
        "hans falcon*solo\nyoda wise@!man",
        "hans falcon*solo\r\nyoda wise@!man\r\n",
        "hans,falcon*solo\nyoda,wise@!man\n",
        "\uFEFFhans falcon*solo\n\n  \r\nyoda wise@!man\n\n",
      })
  void usersAndPasswordsAreReadHoweverTheLinesEnd(String text) {
    // When
    CredentialsFile file = CredentialsFile.parse(text.getBytes(UTF_8));
    // Then
    assertThat(file.faults()).isEmpty();
    assertThat(file.entries())
        .extracting(entry -> entry.user().value(), entry -> entry.password().value())
        .containsExactly(tuple("hans", "falcon*solo"), tuple("yoda", "wise@!man"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" two  blanks ", "with,comma", "with space", "pässwörd", "x", "#"})
  void thePasswordIsAllAfterTheFirstSeparator(String password) {
    // When
    CredentialsFile blank = CredentialsFile.parse(("hans " + password + "\r\n").getBytes(UTF_8));
    CredentialsFile comma = CredentialsFile.parse(("hans," + password).getBytes(UTF_8));
    // Then
    Entry expected = new Entry(1, new Username("hans"), new Secret(password));
    assertThat(blank.entries()).containsExactly(expected);
    assertThat(comma.entries()).containsExactly(expected);
  }

  @Test
  void faultyLinesAreNamedByNumberAndTheRestGoesOn() {
    // Given
    String text =
        "hans falcon*solo\n"
            + "nothing\n"
            + "\n"
            + "no/name password\n"
            + "luke \n"
            + " luke jedi*knight\n"
            + "hans again\n"
            + "leia a\tb\n"
            + "lando "
            + "x".repeat(129)
            + "\n"
            + "yoda wise@!man\n";
    // When
    CredentialsFile file = CredentialsFile.parse(text.getBytes(UTF_8));
    // Then
    assertThat(file.entries()).extracting(Entry::line).containsExactly(1, 10);
    assertThat(file.faults())
        .containsExactly(
            new Fault(2, "no blank or comma between a user name and a password"),
            new Fault(4, "not a user name (1 to 32 of A-Z a-z 0-9 . _ -)"),
            new Fault(5, "not a password (1 to 128 characters, no control characters)"),
            new Fault(6, "not a user name (1 to 32 of A-Z a-z 0-9 . _ -)"),
            new Fault(7, "the user is in line 1 already"),
            new Fault(8, "not a password (1 to 128 characters, no control characters)"),
            new Fault(9, "not a password (1 to 128 characters, no control characters)"));
  }

  @Test
  void aLineThatIsNotUtf8IsFaulty() {
    // When
    CredentialsFile file = CredentialsFile.parse("hans pässword\nyoda x".getBytes(ISO_8859_1));
    // Then
    assertThat(file.faults()).isEqualTo(List.of(new Fault(1, "not UTF-8")));
    assertThat(file.entries()).hasSize(1);
  }

  @Test
  void anEmptyFileSaysNothing() {
    assertThat(CredentialsFile.parse(new byte[0]))
        .isEqualTo(new CredentialsFile(List.of(), List.of()));
  }

  @Test
  void noPasswordIsShown() {
    // When
    CredentialsFile file = CredentialsFile.parse("hans falcon*solo".getBytes(UTF_8));
    // Then
    assertThat(file.toString()).contains("hans").doesNotContain("falcon");
  }
}
