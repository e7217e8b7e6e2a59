// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
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
  private final InstantSource clock;
  private final Figures away = new Figures();
  private final Map<Integer, Absence> sentAway = new HashMap<>();
  private final Set<Integer> leaving = new HashSet<>();
  private final Map<Integer, Presence> present = new HashMap<>();

  /**
   * When users were said to have left. Judged when it is known how long their sessions lasted: who
   * does not read learns of its end after the others.
   */
  private final Map<Integer, NavigableSet<Instant>> seenLeaving = new HashMap<>();

  private boolean rolling;

  /**
   * @param since when its session may have ended at the earliest
   * @param known when it read that
   */
  private record Absence(Instant since, Instant known) {}

  /**
   * From when on nobody may see a user leave, until its session ends in another way.
   *
   * @param atMost not judged from then on, whenever it ended
   * @param until when it may have ended at the earliest; null while that is not known
   */
  private record Presence(Instant from, @Nullable Instant atMost, @Nullable Instant until) {
    Presence untilAtMost(Instant moment) {
      return atMost == null ? new Presence(from, moment, until) : this;
    }

    Instant endIf(Instant ended) {
      return atMost == null || ended.isBefore(atMost) ? ended : atMost;
    }

    boolean contains(Instant moment) {
      return until != null && !moment.isBefore(from) && moment.isBefore(until);
    }
  }

  Rolls(Report report, InstantSource clock) {
    this.report = report;
    this.clock = clock;
  }

  synchronized void rolling(boolean isRolling) {
    rolling = isRolling;
  }

  /**
   * A gateway has said to this user that it stops.
   *
   * @param notBefore when all had been read that had come, and this was not there. A client that
   *     does not read for a while learns late that its session has ended, and comes back late: then
   *     others rightly see it leave.
   */
  synchronized void sentAway(int user, Instant notBefore) {
    if (!leaving.contains(user)) {
      endPresence(user, notBefore);
      if (rolling) {
        sentAway.put(user, new Absence(notBefore, clock.instant()));
      }
    }
  }

  /** This user has a session, for the first time or again. */
  synchronized void isBack(int user) {
    leaving.remove(user);
    Absence absence = sentAway.remove(user);
    if (absence == null) {
      return;
    }
    Instant now = clock.instant();
    away.add(Duration.between(absence.known(), now).toNanos());
    if (Duration.between(absence.since(), now).compareTo(UNNOTICED) < 0) {
      present.put(user, new Presence(absence.since(), null, null));
      seenLeaving(user).headSet(absence.since(), false).clear();
    }
  }

  /**
   * This user is about to leave by itself.
   *
   * @param notBefore when all had been read that had come, and it had not been told that its
   *     session was over: one that did not read for a while may leave what has ended
   */
  synchronized void leaves(int user, Instant notBefore) {
    leaving.add(user);
    endPresence(user, notBefore);
  }

  /** The connection of this user has ended; if nobody has sent it away, by another fault. */
  synchronized void isCutOff(int user, Instant notBefore) {
    if (!sentAway.containsKey(user)) {
      endPresence(user, notBefore);
    }
  }

  /** Something else happens now, by which sessions may end that their clients know nothing of. */
  synchronized void over() {
    Instant now = clock.instant();
    present.replaceAll((user, presence) -> presence.untilAtMost(now));
  }

  /** Somebody is told that a user came or went. */
  synchronized void told(JsonNode event) {
    int user = Member.indexOf(event.path("user").asText());
    if (user < 0 || event.path("online").asBoolean()) {
      return;
    }
    Instant at = Instant.parse(event.path("at").asText());
    Presence presence = present.get(user);
    if (presence != null && presence.contains(at)) {
      flickered(user, at);
    } else {
      seenLeaving(user).add(at);
    }
  }

  synchronized void print(PrintStream out) {
    out.println("Clients away because of a rolling restart: " + away);
  }

  private void endPresence(int user, Instant at) {
    Presence presence = present.get(user);
    if (presence != null && presence.until() == null) {
      Instant end = presence.endIf(at);
      present.put(user, new Presence(presence.from(), presence.atMost(), end));
      NavigableSet<Instant> seen = seenLeaving(user).headSet(end, false);
      seen.forEach(moment -> flickered(user, moment));
      seen.clear();
    }
  }

  private NavigableSet<Instant> seenLeaving(int user) {
    return seenLeaving.computeIfAbsent(user, first -> new TreeSet<>());
  }

  private void flickered(int user, Instant at) {
    report.breach(Breach.FLICKERED, Member.nameOf(user) + " at " + at);
  }
}
