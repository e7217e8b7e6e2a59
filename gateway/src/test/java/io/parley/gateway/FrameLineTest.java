// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.wire.Incoming;
import io.parley.wire.Line;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frames of one connection pass in their order, and not too many in one turn. */
final class FrameLineTest {
  private static final int MOST = FrameLine.MOST_IN_A_TURN;

  private final List<String> passed = new ArrayList<>();
  private final FrameLine line = new FrameLine(16_384, 0, new OpenGate());
  private int rests;
  private boolean allPassed;

  /** Lets everything through. */
  private final class OpenGate implements FrameLine.Gate {
    @Override
    public Incoming read(Line next) {
      return new Incoming.Prompt(((Line.Text) next).text());
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean looksAhead() {
      return false;
    }

    @Override
    public boolean passesAtOnce(Incoming frame) {
      return false;
    }

    @Override
    public void pass(Incoming frame) {
      passed.add(((Incoming.Prompt) frame).line());
    }

    @Override
    public void rest() {
      rests++;
    }

    @Override
    public void allPassed() {
      allPassed = true;
    }
  }

  @Test
  void afterSoManyFramesItIsTheTurnOfOthers() {
    // When
    line.feed(frames(0, 2 * MOST + 1));

    // Then
    assertThat(passed).hasSize(MOST);
    assertThat(rests).isEqualTo(1);
    line.onwards();
    line.onwards();
    assertThat(passed).containsExactlyElementsOf(names(0, 2 * MOST + 1));
    assertThat(rests).isEqualTo(2);
  }

  @Test
  void neitherMoreBytesNorAnOpenGateEndTheRest() {
    // Given
    line.feed(frames(0, MOST));

    // When
    line.feed(frames(MOST, 2 * MOST));
    line.advance();
    line.endOfInput();

    // Then
    assertThat(passed).hasSize(MOST);
    assertThat(rests).isEqualTo(1);
    assertThat(allPassed).isFalse();
    line.onwards();
    line.onwards();
    assertThat(passed).containsExactlyElementsOf(names(0, 2 * MOST));
    assertThat(allPassed).isTrue();
  }

  @Test
  void aLineThatWasStoppedWhileItRestedStaysSo() {
    // Given
    line.feed(frames(0, 2 * MOST));

    // When
    line.stop();
    line.onwards();

    // Then
    assertThat(passed).hasSize(MOST);
  }

  private static Buffer frames(int from, int to) {
    return Buffer.buffer(String.join("\n", names(from, to)) + "\n");
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "frame " + i).toList();
  }
}
