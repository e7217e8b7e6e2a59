// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.client.JsonLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that come in one session: each is shown once and acknowledged each time, at once or
 * in a client that is late with it. Knows when all that the login announced has come.
 */
final class Arrivals {
  private static final long LATE_NANOS = 700_000_000L;

  private final Member member;
  private final JsonLink link;
  private final Report report;
  private final boolean acknowledgesLate;
  private final long loginMoment;
  private final int pending;
  private final List<ObjectNode> acknowledgements = new ArrayList<>();
  private int storedSeen;
  private long readingSince = System.nanoTime();
  private long acknowledgedLast = System.nanoTime();

  Arrivals(
      Member member,
      JsonLink link,
      Report report,
      boolean acknowledgesLate,
      long loginMoment,
      int pending) {
    this.member = member;
    this.link = link;
    this.report = report;
    this.acknowledgesLate = acknowledgesLate;
    this.loginMoment = loginMoment;
    this.pending = pending;
  }

  void begin() {
    judgeIfDrained();
  }

  /** A message event. */
  void message(JsonNode event) {
    int from = Member.indexOf(event.path("from").asText());
    String id = event.path("mid").asText();
    boolean stored = event.path("stored").asBoolean();
    if (from < 0) {
      report.breach(Breach.FORGED, "from nobody: " + event);
    } else if (member.sightings().isNew(from, id)) {
      member.ledger().shows(from, member.index(), id, event.path("text").asText(), stored);
    } else {
      report.count(Count.GIVEN_AGAIN);
    }
    acknowledgements.add(JsonLink.frame("ack").put("mid", id));
    if (stored) {
      storedSeen++;
      judgeIfDrained();
    }
  }

  /** Sends the acknowledgements, unless this client is late with them. */
  void acknowledge() throws IOException {
    if (!acknowledgesLate || System.nanoTime() - acknowledgedLast > LATE_NANOS) {
      acknowledgeAll();
    }
  }

  /** Sends all acknowledgements that are due, as before an orderly end. */
  void acknowledgeAll() throws IOException {
    if (!acknowledgements.isEmpty()) {
      acknowledgedLast = System.nanoTime();
      List<ObjectNode> due = List.copyOf(acknowledgements);
      acknowledgements.clear();
      link.send(due);
    }
  }

  /** The client has not read for a while. */
  void wasAway() {
    readingSince = System.nanoTime();
  }

  /** All has been read that was sent. */
  void nothingLeft(long healthySinceNanos) {
    if (healthySinceNanos != Long.MAX_VALUE && acknowledgements.isEmpty()) {
      member.ledger().idle(member.index(), Math.max(readingSince, healthySinceNanos));
    }
  }

  /** Whether all that the login announced has come. */
  boolean isDrained() {
    return storedSeen >= pending;
  }

  private void judgeIfDrained() {
    if (storedSeen == pending) {
      member.ledger().drained(member.index(), loginMoment);
    }
  }
}
