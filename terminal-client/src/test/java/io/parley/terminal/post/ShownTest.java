// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.model.MessageId;
import io.parley.model.Username;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownTest {
  private static final Username YODA = new Username("yoda");
  private static final Username LUKE = new Username("luke");

  @TempDir Path folder;

  private Shown open(int most) throws IOException {
    return Shown.in(Journal.open(folder.resolve("shown")), most);
  }

  private static MessageId id(int number) {
    return new MessageId("m-" + number);
  }

  @Test
  void whatWasShownIsKnownToTheNextClientToo() throws IOException {
    // Given
    open(100).add(YODA, id(1));

    // Then
    Shown next = open(100);
    assertThat(next.contains(YODA, id(1))).isTrue();
    assertThat(next.contains(YODA, id(2))).isFalse();
  }

  @Test
  void aLineThatACrashToreSpoilsNeitherThoseBeforeNorThoseAfterIt() throws IOException {
    // Given
    open(100).add(YODA, id(1));
    Files.writeString(folder.resolve("shown"), "yoda m-", StandardOpenOption.APPEND);

    // When
    open(100).add(YODA, id(2));

    // Then
    assertThat(Files.readAllLines(folder.resolve("shown"))).containsExactly("yoda m-1", "yoda m-2");
  }

  @Test
  void twoSendersMayUseTheSameId() throws IOException {
    // Given
    Shown shown = open(100);
    shown.add(YODA, id(1));

    // Then
    assertThat(shown.contains(LUKE, id(1))).isFalse();
  }

  @Test
  void onlyTheLastOnesAreKnownAndTheFileStaysSmall() throws IOException {
    // Given
    Shown shown = open(10);

    // When
    for (int i = 0; i < 1_000; i++) {
      shown.add(YODA, id(i));
    }

    // Then
    Shown next = open(10);
    assertThat(next.contains(YODA, id(989))).isFalse();
    assertThat(next.contains(YODA, id(990))).isTrue();
    assertThat(next.contains(YODA, id(999))).isTrue();
    assertThat(Files.readAllLines(folder.resolve("shown"))).hasSizeLessThanOrEqualTo(20);
  }
}
