// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers the questions of each line. A run lasts while any of its line is under way; so what was
 * asked in the run before needs no place in this one. Guarded by the {@link Relay}.
 */
final class Runs {
  private final Map<Line, Run> lineToRun = new HashMap<>();
  private long runs;

  /** The line in which a question stands. */
  record Line(Service service, String name) {
    static Optional<Line> of(Request<?> question) {
      return question.keepsOrder()
          ? Optional.of(new Line(question.service(), question.line()))
          : Optional.empty();
    }
  }

  private static final class Run {
    private final long id;
    private long next;
    private int underWay;

    Run(long id) {
      this.id = id;
    }
  }

  /** The turn of a question that is asked now; empty if it stands in no line. */
  Optional<Turn> enter(Request<?> question) {
    return Line.of(question)
        .map(line -> {
          Run run = lineToRun.computeIfAbsent(line, first -> new Run(++runs));
          run.underWay++;
          return new Turn(run.id, run.next++);
        });
  }

  void leave(Request<?> question) {
    Line.of(question)
        .ifPresent(line ->
            lineToRun.computeIfPresent(line, (same, run) -> --run.underWay == 0 ? null : run));
  }
}
