// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.MessageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("outbox");
  }

  private Outbox open() throws IOException {
    return Outbox.in(Journal.open(file));
  }

  private static Letter letter(int number) {
    return new Letter(new MessageId("m-" + number), "yoda", "text \"" + number + "\" \\ 日本");
  }

  @Test
  void whatWasPutIsThereAfterAnAbruptEndInTheOrderTyped() throws IOException {
    // Given
    Outbox outbox = open();
    outbox.put(letter(1));
    outbox.put(letter(2));
    outbox.put(letter(3));
    outbox.answered(letter(2).id());

    // When: nobody closes it
    Outbox again = open();

    // Then
    assertThat(again.waiting()).containsExactly(letter(1), letter(3));
  }

  @Test
  void aLastLineThatACrashToreIsNotThereAndSpoilsNothing() throws IOException {
    // Given
    open().put(letter(1));
    Files.writeString(file, "{\"mid\":\"m-2\",\"to\":\"yo", StandardOpenOption.APPEND);

    // When
    Outbox again = open();
    again.put(letter(3));

    // Then
    assertThat(again.waiting()).containsExactly(letter(1), letter(3));
    assertThat(open().waiting()).containsExactly(letter(1), letter(3));
  }

  @Test
  void aLineThatMakesNoSenseIsPassedOver() throws IOException {
    // Given
    Files.writeString(
        file,
        "nonsense\n{\"mid\":\"m-2\",\"to\":\"yoda\"}\n{\"mid\":\"no good\",\"to\":\"x\",\"text\":\"y\"}\n{}\n"
            + "{\"mid\":\"m-1\",\"to\":\"yoda\",\"text\":\"hi\"}\n");

    // Then
    assertThat(open().waiting()).containsExactly(new Letter(new MessageId("m-1"), "yoda", "hi"));
  }

  @Test
  void theFileIsEmptyWhenEverythingIsAnswered() throws IOException {
    // Given
    Outbox outbox = open();
    outbox.put(letter(1));
    outbox.put(letter(2));

    // When
    outbox.answered(letter(1).id());
    outbox.answered(letter(2).id());

    // Then
    assertThat(file).isEmptyFile();
  }

  @Test
  void theFileDoesNotGrowWithWhatWasAnswered() throws IOException {
    // Given
    Outbox outbox = open();
    outbox.put(letter(0));

    // When
    for (int i = 1; i <= 300; i++) {
      Letter letter = new Letter(new MessageId("m-" + i), "yoda", "x".repeat(1_000));
      outbox.put(letter);
      outbox.answered(letter.id());
    }

    // Then
    assertThat(Files.size(file)).isLessThan(100_000);
    assertThat(open().waiting()).containsExactly(letter(0));
  }

  @Test
  void moreThanSoManyMustNotWait() throws IOException {
    // Given
    Outbox outbox = Outbox.inMemory();

    // When
    for (int i = 0; i < Outbox.MOST_LETTERS; i++) {
      assertThat(outbox.isFull()).isFalse();
      outbox.put(letter(i));
    }

    // Then
    assertThat(outbox.isFull()).isTrue();
  }

  @Test
  void nobodyElseCanReadIt() throws IOException {
    // Given
    open().put(letter(1));

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
