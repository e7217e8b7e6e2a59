// SPDX-License-Identifier: Apache-2.0
package io.parley.node.metrics;

import io.parley.bus.Request;
import io.parley.bus.Witness;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long services let those wait who ask them, by question and by how it ended. */
public final class QuestionTimes implements Witness {
  private final Metrics metrics;
  private final Map<Class<?>, Timing[]> questionToTimings = new ConcurrentHashMap<>();

  public QuestionTimes(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void asked(Request<?> question, Ending ending, long nanos) {
    Timing[] known = questionToTimings.get(question.getClass());
    if (known == null) {
      known = questionToTimings.computeIfAbsent(question.getClass(), this::timings);
    }
    known[ending.ordinal()].took(nanos);
  }

  private Timing[] timings(Class<?> question) {
    Timing[] timings = new Timing[Ending.values().length];
    for (Ending ending : Ending.values()) {
      timings[ending.ordinal()] =
          metrics.timing(
              "parley.bus.questions",
              "Questions that this node asked, and how long their answers took.",
              "family",
              family(question),
              "question",
              question.getSimpleName(),
              "outcome",
              ending.name().toLowerCase(Locale.ROOT));
    }
    return timings;
  }

  /** Questions are nested in the type that all of their family share. */
  private static String family(Class<?> question) {
    String outermost = question.getEnclosingClass().getSimpleName();
    return outermost.replaceFirst("Request$", "").toLowerCase(Locale.ROOT);
  }
}
