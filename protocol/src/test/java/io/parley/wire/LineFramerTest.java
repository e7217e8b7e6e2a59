// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.sample.Chance;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineFramerTest {
  private static final int LIMIT = 10;

  private final LineFramer framer = new LineFramer(LIMIT);

  @Test
  void aLineEndsWithLineFeed() {
    assertThat(linesOf("one\ntwo\n")).containsExactly(text("one"), text("two"));
  }

  @Test
  void oneReturnBeforeTheLineFeedIsDropped() {
    assertThat(linesOf("one\r\ntwo\r\r\nth\rree\n"))
        .containsExactly(text("one"), text("two\r"), text("th\rree"));
  }

  @Test
  void emptyLinesArePassedOver() {
    assertThat(linesOf("\n\r\n\n \n\none\n\n")).containsExactly(text(" "), text("one"));
  }

  @Test
  void aLineWithoutItsEndingIsNotGiven() {
    assertThat(linesOf("one\ntw")).containsExactly(text("one"));
    assertThat(linesOf("o\n")).containsExactly(text("two"));
  }

  @Test
  void atTheEndOfTheStreamTheUnfinishedLineIsGiven() {
    assertThat(linesOf("one\nlogout\r")).containsExactly(text("one"));
    assertThat(framer.finish()).contains(text("logout"));
    assertThat(framer.finish()).isEmpty();
  }

  @Test
  void atTheEndOfTheStreamThereMayBeNothingLeft() {
    assertThat(linesOf("one\n")).hasSize(1);
    assertThat(framer.finish()).isEmpty();
    assertThat(linesOf("\r")).isEmpty();
    assertThat(framer.finish()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789\n", "0123456789\r\n", "é123456789\n"})
  void theLimitCountsBytesWithoutTheEnding(String input) {
    boolean fits = !input.startsWith("é");

    List<Line> lines = linesOf(input);

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst() instanceof Line.Text).isEqualTo(fits);
  }

  @Test
  void aLineThatIsTooLongIsReportedOnceAndTheNextLinesAreWhole() {
    assertThat(linesOf("before\n" + "{".repeat(1000) + "\nafter\n"))
        .containsExactly(text("before"), new Line.TooLong((byte) '{'), text("after"));
  }

  @Test
  void aLineThatIsTooLongIsReportedBeforeItsEnd() {
    assertThat(linesOf("x".repeat(LIMIT + 1))).containsExactly(new Line.TooLong((byte) 'x'));
    assertThat(linesOf("x".repeat(1000))).isEmpty();
    assertThat(framer.finish()).isEmpty();
    assertThat(linesOf("x\nnext\n")).containsExactly(text("next"));
  }

  @Test
  void aReturnAtTheLimitMayStillBeAnEnding() {
    assertThat(linesOf("0123456789\r")).isEmpty();
    assertThat(linesOf("\n")).containsExactly(text("0123456789"));
    assertThat(linesOf("0123456789\rx\n")).containsExactly(new Line.TooLong((byte) '0'));
    assertThat(linesOf("0123456789\r")).isEmpty();
    assertThat(linesOf("\r\n")).containsExactly(new Line.TooLong((byte) '0'));
  }

  @Test
  void whatIsNotUtf8IsReported() {
    // Overlong, half a surrogate pair, beyond Unicode, cut short, a byte that never occurs.
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xC0, (byte) 0x80},
          {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
          {'a', (byte) 0xE2, (byte) 0x82},
          {(byte) 0xFF}
        }) {
      framer.feed(Buffer.buffer(bad).appendString("\nnext\n"));

      assertThat(taken()).containsExactly(new Line.NotUtf8(bad[0]), text("next"));
    }
  }

  @Test
  void aReplacementCharacterThatWasSentIsValid() {
    assertThat(linesOf("\uFFFDa\n")).containsExactly(text("\uFFFDa"));
  }

  @Test
  void theFirstByteOfATextIsItsFirstCharacterIfThatIsAscii() {
    assertThat(new Line.Text("{\"op\"").firstByte()).isEqualTo((byte) '{');
    assertThat(new Line.Text("öp").firstByte()).isNegative();
  }

  @Test
  void linesAreTakenOneAtATimeWhileMoreIsFed() {
    framer.feed(Buffer.buffer("one\ntw"));
    framer.feed(Buffer.buffer("o\nthree\n"));

    assertThat(framer.next()).contains(text("one"));
    framer.feed(Buffer.buffer("four\n"));
    assertThat(taken()).containsExactly(text("two"), text("three"), text("four"));
  }

  @Test
  void whatWasFedMayBeUsedAgain() {
    Buffer reused = Buffer.buffer("one\n");
    framer.feed(reused);
    reused.setString(0, "bad\n");

    assertThat(taken()).containsExactly(text("one"));
  }

  @Test
  void anyCutOfTheStreamGivesTheSameLines() {
    Chance chance = Chance.fresh();
    for (int round = 0; round < 300; round++) {
      // Given
      byte[] stream = stream(chance);
      List<Line> expected = linesOneByOne(stream);

      // When
      LineFramer cut = new LineFramer(LIMIT);
      List<Line> lines = new ArrayList<>();
      int most = chance.oneOf(List.of(1, 2, 7, 1000));
      for (int at = 0; at < stream.length; ) {
        int length = Math.min(stream.length - at, chance.from(0, most));
        cut.feed(Buffer.buffer().appendBytes(stream, at, length));
        at += length;
        // Sometimes nobody takes lines for a while.
        for (int takes = chance.below(4); takes > 0; takes--) {
          cut.next().ifPresent(lines::add);
        }
        assertThat(cut.keptBytes()).isLessThanOrEqualTo(LIMIT + 1);
      }
      for (Optional<Line> line = cut.next(); line.isPresent(); line = cut.next()) {
        lines.add(line.get());
      }
      cut.finish().ifPresent(lines::add);

      // Then
      assertThat(lines).as(chance.seed()).isEqualTo(expected);
    }
  }

  @Test
  void aHundredMegabytesWithoutAnEndingAreSkippedInBoundedMemory() {
    // Given
    Buffer chunk = Buffer.buffer("x".repeat(65_536));
    LineFramer client = new LineFramer(LineFramer.DEFAULT_LIMIT);
    List<Line> lines = new ArrayList<>();

    // When
    for (int fed = 0; fed < 100_000_000; fed += chunk.length()) {
      client.feed(chunk);
      client.next().ifPresent(lines::add);
      assertThat(client.keptBytes()).isLessThanOrEqualTo(LineFramer.DEFAULT_LIMIT + 1);
    }
    client.feed(Buffer.buffer("\nnext\n"));

    // Then
    assertThat(lines).containsExactly(new Line.TooLong((byte) 'x'));
    assertThat(client.next()).contains(text("next"));
  }

  @Test
  void aLongLineOneByteAtATimeTakesTimeThatGrowsWithItsLength() {
    // Given: with time that grows with the square this would be 10^14 steps.
    int length = 10_000_000;
    Buffer oneByte = Buffer.buffer("x");
    LineFramer patient = new LineFramer(length);

    // When
    for (int i = 0; i < length; i++) {
      patient.feed(oneByte);
      assertThat(patient.next().isPresent()).isFalse();
    }
    patient.feed(Buffer.buffer("\n"));

    // Then
    assertThat(patient.next().orElseThrow())
        .isInstanceOfSatisfying(Line.Text.class, line -> assertThat(line.text()).hasSize(length));
  }

  @Test
  void aLineNeedsAtLeastOneByte() {
    assertThatThrownBy(() -> new LineFramer(0)).isInstanceOf(IllegalArgumentException.class);
    LineFramer smallest = new LineFramer(1);
    smallest.feed(Buffer.buffer("a\nbc\n\r\nd\r\n"));
    assertThat(smallest.next()).contains(text("a"));
    assertThat(smallest.next()).contains(new Line.TooLong((byte) 'b'));
    assertThat(smallest.next()).contains(text("d"));
  }

  @Test
  void theLargestLimitIsAllowed() {
    LineFramer largest = new LineFramer(Integer.MAX_VALUE);
    largest.feed(Buffer.buffer("on"));
    assertThat(largest.next()).isEmpty();
    largest.feed(Buffer.buffer("e\n"));
    assertThat(largest.next()).contains(text("one"));
  }

  /** Lines of all lengths around the limit, with all endings, and bytes that are not UTF-8. */
  private static byte[] stream(Chance chance) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int count = chance.below(8); count > 0; count--) {
      int length = chance.oneOf(List.of(0, 1, 5, LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 2, 100));
      byte[] line = chance.truth() ? chance.bytes(length) : "é".repeat(length / 2).getBytes(UTF_8);
      stream.writeBytes(line);
      stream.writeBytes(chance.oneOf(List.of("\n", "\r\n", "\r\r\n", "\n\n", "")).getBytes(UTF_8));
    }
    return stream.toByteArray();
  }

  /** The same by the plainest means: one line after another, from a whole array. */
  private static List<Line> linesOneByOne(byte[] stream) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= stream.length; i++) {
      if (i == stream.length || stream[i] == '\n') {
        int end = i > start && stream[i - 1] == '\r' ? i - 1 : i;
        if (end > start) {
          lines.add(line(java.util.Arrays.copyOfRange(stream, start, end)));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  private static Line line(byte[] bytes) {
    if (bytes.length > LIMIT) {
      return new Line.TooLong(bytes[0]);
    }
    try {
      return text(UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString());
    } catch (java.nio.charset.CharacterCodingException e) {
      return new Line.NotUtf8(bytes[0]);
    }
  }

  private List<Line> linesOf(String input) {
    framer.feed(Buffer.buffer(input));
    return taken();
  }

  private List<Line> taken() {
    List<Line> lines = new ArrayList<>();
    for (Optional<Line> line = framer.next(); line.isPresent(); line = framer.next()) {
      lines.add(line.get());
    }
    return lines;
  }

  private static Line text(String text) {
    return new Line.Text(text);
  }
}
