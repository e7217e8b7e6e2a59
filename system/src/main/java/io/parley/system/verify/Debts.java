// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What was promised to one recipient and not shown yet, and the judgement when it is late. Guarded
 * by the {@link Ledger}.
 */
final class Debts {
  private static final long STRANDED_AFTER_NANOS = 10_000_000_000L;

  private final Report report;
  private final Set<Sent> owed = new LinkedHashSet<>();

  Debts(Report report) {
    this.report = report;
  }

  boolean isEmpty() {
    return owed.isEmpty();
  }

  void add(Sent sent, long moment, long nanos) {
    sent.promisedMoment = moment;
    sent.promisedNanos = nanos;
    owed.add(sent);
  }

  void remove(Sent sent) {
    owed.remove(sent);
  }

  /** All that the answer to a login announced has come. */
  void drained(long loginMoment) {
    for (Sent sent : owed) {
      if (sent.promisedMoment < loginMoment) {
        strand(sent, "not given at the next login");
      }
    }
  }

  /** Nothing has been left to read since this time. */
  void idle(long sinceNanos, long nanos) {
    for (Sent sent : owed) {
      if (nanos - Math.max(sinceNanos, sent.promisedNanos) > STRANDED_AFTER_NANOS) {
        strand(sent, "stored while its recipient was online, and not given");
      }
    }
  }

  /** What is still owed at the end is lost. */
  void close() {
    owed.forEach(sent -> report.breach(Breach.LOST, sent.toString()));
  }

  private void strand(Sent sent, String how) {
    if (!sent.stranded) {
      sent.stranded = true;
      report.breach(Breach.STRANDED, sent + " " + how);
    }
  }
}
