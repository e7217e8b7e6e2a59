// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What users notice of a rolling restart: how long each was away that a gateway had sent away, and
 * that others do not see it leave, if it is back within the time that a broken connection may take.
 * Any thread may call.
 */
final class Rolls {
  /** As the protocol has it (rule 7). */
  private static final Duration UNNOTICED = Duration.ofSeconds(5);

  private final Report report;
  private final Figures away = new Figures();
  private final Map<Integer, Absence> sentAway = new HashMap<>();
  private final Set<Integer> leaving = new HashSet<>();
  private final Map<Integer, Presence> present = new HashMap<>();
  private final Map<Integer, Instant> lastSeenLeaving = new HashMap<>();
  private boolean rolling;

  private record Absence(Instant since, long nanos) {}

  /** From when on nobody may see a user leave, until it leaves by itself. */
  private record Presence(Instant from, @Nullable Instant until) {
    boolean contains(Instant moment) {
      return !moment.isBefore(from) && (until == null || moment.isBefore(until));
    }
  }

  Rolls(Report report) {
    this.report = report;
  }

  synchronized void rolling(boolean isRolling) {
    rolling = isRolling;
  }

  /** A gateway has said to this user that it stops. */
  synchronized void sentAway(int user) {
    if (rolling && !leaving.contains(user)) {
      sentAway.put(user, new Absence(Instant.now(), System.nanoTime()));
    }
  }

  /** This user has a session, for the first time or again. */
  synchronized void isBack(int user) {
    leaving.remove(user);
    Absence absence = sentAway.remove(user);
    if (absence == null) {
      return;
    }
    long nanos = System.nanoTime() - absence.nanos();
    away.add(nanos);
    if (nanos < UNNOTICED.toNanos()) {
      present.put(user, new Presence(absence.since(), null));
      Instant seen = lastSeenLeaving.get(user);
      if (seen != null && !seen.isBefore(absence.since())) {
        flickered(user, seen);
      }
    }
  }

  /** This user is about to leave by itself. */
  synchronized void leaves(int user) {
    leaving.add(user);
    present.computeIfPresent(
        user,
        (same, presence) ->
            presence.until() == null ? new Presence(presence.from(), Instant.now()) : presence);
  }

  /** Somebody is told that a user came or went. */
  synchronized void told(JsonNode event) {
    int user = Member.indexOf(event.path("user").asText());
    if (user < 0 || event.path("online").asBoolean()) {
      return;
    }
    Instant at = Instant.parse(event.path("at").asText());
    lastSeenLeaving.put(user, at);
    Presence presence = present.get(user);
    if (presence != null && presence.contains(at)) {
      flickered(user, at);
    }
  }

  synchronized void print(PrintStream out) {
    out.println("Clients away because of a rolling restart: " + away);
  }

  private void flickered(int user, Instant at) {
    report.breach(Breach.FLICKERED, Member.nameOf(user) + " at " + at);
  }
}
