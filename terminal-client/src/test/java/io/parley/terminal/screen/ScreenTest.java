// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.terminal.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScreenTest {
  private final List<List<Line>> frames = new CopyOnWriteArrayList<>();
  private final Semaphore allowed = new Semaphore(0);

  private Screen screen(long frameMillis) {
    Screen screen =
        new Screen(
            lines -> {
              allowed.acquireUninterruptibly();
              frames.add(lines);
              return true;
            },
            frameMillis);
    screen.start();
    return screen;
  }

  private List<String> written() {
    return frames.stream().flatMap(List::stream).map(Line::text).toList();
  }

  private static void flood(Screen screen, int count) {
    IntStream.range(0, count).forEach(i -> screen.show(Line.talk("line " + i), () -> {}));
  }

  @Test
  void aFloodIsWrittenInOrderInSmallFrames() {
    // Given
    Screen screen = screen(0);
    allowed.release(10_000);

    // When
    flood(screen, 2_000);

    // Then
    Eventually.await(() -> "written " + written().size(), () -> written().size() == 2_000);
    assertThat(written()).isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> "line " + i).toList());
    assertThat(frames).allMatch(frame -> frame.size() <= 40);
    screen.close();
  }

  @Test
  void whoFeedsItIsToldToStopAndThenToGoOn() {
    // Given
    Screen screen = screen(0);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    screen.onPressure(begun::incrementAndGet, ended::incrementAndGet);

    // When
    flood(screen, Screen.PRESSURE + 50);

    // Then
    assertThat(begun).hasValue(1);
    assertThat(ended).hasValue(0);
    allowed.release(1_000);
    Eventually.await(() -> "not ended", () -> ended.get() == 1);
    assertThat(begun).hasValue(1);
    screen.close();
  }

  @Test
  void closingWritesWhatWaitsAndDropsWhatComesLater() {
    // Given
    Screen screen = screen(1_000);
    allowed.release(1_000);
    flood(screen, 100);

    // When
    screen.close();
    screen.show(Line.talk("too late"), () -> {});

    // Then
    Eventually.await(() -> "written " + written().size(), () -> written().size() >= 100);
    assertThat(written()).hasSize(100).doesNotContain("too late");
  }

  @Test
  void anActionOfALineThatCouldNotBeWrittenDoesNotRun() {
    // Given
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger shown = new AtomicInteger();
    Screen screen = new Screen(lines -> attempts.incrementAndGet() > 1, 0);

    // When
    screen.show(Line.talk("one"), shown::incrementAndGet);
    screen.start();
    Eventually.await(() -> "not tried", () -> attempts.get() == 1);
    screen.show(Line.talk("two"), () -> shown.addAndGet(10));

    // Then
    Eventually.await(() -> "not shown", () -> shown.get() == 10);
    screen.close();
  }

  @Test
  void whatIsTypedOrShownIsNotInTheTextFormOfARecord() {
    assertThat(new Input.Typed("passwd old falcon*solo").toString()).doesNotContain("falcon");
    assertThat(Line.talk("hans: falcon*solo").toString()).doesNotContain("falcon");
  }
}
