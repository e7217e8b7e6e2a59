// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final LinkedHashSet<Errand<?>> underWay = new LinkedHashSet<>(2);
    private long next;

    Run(long id) {
      this.id = id;
    }
  }

  /** The turn of a question that is asked now; empty if it stands in no line. */
  Optional<Turn> enter(Errand<?> errand) {
    return errand
        .line()
        .map(line -> {
          Run run = lineToRun.computeIfAbsent(line, first -> new Run(++runs));
          run.underWay.add(errand);
          return new Turn(run.id, run.next++);
        });
  }

  void leave(Errand<?> errand) {
    errand
        .line()
        .ifPresent(line ->
            lineToRun.computeIfPresent(
                line,
                (same, run) -> run.underWay.remove(errand) && run.underWay.isEmpty() ? null : run));
  }

  /** All of its line that are under way, in the order in which they were asked. */
  List<Errand<?>> lineOf(Errand<?> errand) {
    return errand
        .line()
        .map(lineToRun::get)
        .<List<Errand<?>>>map(run -> List.copyOf(run.underWay))
        .orElse(List.of());
  }

  /** The first of each line. */
  Stream<Errand<?>> heads() {
    return lineToRun.values().stream().map(run -> run.underWay.getFirst());
  }
}
