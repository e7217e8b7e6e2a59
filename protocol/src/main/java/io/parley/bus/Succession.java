// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.recent.RecentMap;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets nothing be answered before what stood in front of it in its line, which the event bus may
 * have lost, or which was refused for now, while its asker does not know that yet. Bounded: what is
 * forgotten is asked once more. Of one instance; any thread.
 */
final class Succession {
  private static final int MOST_LINES = 50_000;

  /** In which the asker has asked again, and begun a new run, if it did not hear of a refusal. */
  private static final Duration UNHEARD = Duration.ofSeconds(12);

  private final LongSupplier nanos;

  private final Map<Line, Progress> lineToProgress = RecentMap.ofLastUsed(MOST_LINES);

  /** What becomes of a question. */
  enum Verdict {
    /** It may be answered. */
    IN_TURN,
    /** One before it has not come, or will come again with it. */
    OUT_OF_TURN,
    /** One before it was refused for now, and so must this be. */
    BEHIND_A_REFUSAL
  }

  /**
   * A line as others ask in it.
   *
   * @param asker the node that asks
   */
  record Line(String asker, String name) {}

  private record Progress(long run, long next, Optional<Long> refusedAt) {
    Progress after(Turn turn) {
      return new Progress(run, turn.number() + 1, refusedAt);
    }
  }

  /**
   * @param nanos a clock that never goes back
   */
  Succession(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Decides on the next question of a line. */
  synchronized Verdict judge(Line line, Turn turn) {
    Progress progress = lineToProgress.get(line);
    if (turn.number() == 0 && (progress == null || progress.run() < turn.run())) {
      progress = new Progress(turn.run(), 0, Optional.empty());
    }
    if (progress == null || progress.run() != turn.run() || progress.next() != turn.number()) {
      return Verdict.OUT_OF_TURN;
    }
    lineToProgress.put(line, progress.after(turn));
    boolean isBehindARefusal =
        progress.refusedAt().filter(at -> nanos.getAsLong() - at < UNHEARD.toNanos()).isPresent();
    return isBehindARefusal ? Verdict.BEHIND_A_REFUSAL : Verdict.IN_TURN;
  }

  /** One of this run was refused for now: so are those behind it, for a while. */
  synchronized void refused(Line line, Turn turn) {
    lineToProgress.computeIfPresent(
        line,
        (same, progress) ->
            progress.run() == turn.run()
                ? new Progress(progress.run(), progress.next(), Optional.of(nanos.getAsLong()))
                : progress);
  }
}
