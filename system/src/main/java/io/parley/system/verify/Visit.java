// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.client.JsonLink;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One session of a participant: what it says, and what it makes of what it hears. */
final class Visit {
  private static final int OUTBOX_LIMIT = 100;
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final Duration GOODBYE_PATIENCE = Duration.ofSeconds(20);

  private final Member member;
  private final JsonLink link;
  private final Fleet fleet;
  private final Report report;
  private final Habits habits;
  private final Pace pace;
  private final Arrivals arrivals;
  private final Requests requests = new Requests();
  private final Letters letters;
  private final List<Sent> toRetry = new ArrayList<>();
  private boolean loggedOut;
  private long nextRetry;
  private Instant allReadAt = Instant.now();

  Visit(
      Member member,
      JsonLink link,
      Fleet fleet,
      Report report,
      Habits habits,
      Pace pace,
      long loginMoment,
      int pending) {
    this.member = member;
    this.link = link;
    this.fleet = fleet;
    this.report = report;
    this.habits = habits;
    this.pace = pace;
    this.letters = new Letters(member, habits, requests);
    this.arrivals =
        new Arrivals(member, link, report, habits.acknowledgesLate(), loginMoment, pending);
  }

  /**
   * Sends again what was not answered in the sessions before, in the order in which it was written.
   */
  void begin() throws IOException {
    arrivals.begin();
    List<ObjectNode> frames = new ArrayList<>();
    member.outbox().all().forEach(sent -> frames.add(letters.frame(sent)));
    for (int target : member.blocks().unanswered()) {
      frames.add(block(target));
    }
    send(frames);
  }

  /** Says what is due. */
  void say(Run run) throws IOException {
    if (run.allHaveAccounts()) {
      write();
    }
    if (pace.isTimeForABlock()) {
      int target = habits.someoneElse();
      if (!member.blocks().isAsked(target)) {
        link.send(block(target));
      }
    }
    if (pace.isTimeToBeSlow()) {
      report.count(Count.SLOW_READS);
      long begin = System.nanoTime();
      run.pause(habits.slowness());
      arrivals.wasAway();
      report.recoveries().wasAwaySince(member.index(), begin);
    }
  }

  private void write() throws IOException {
    if (member.outbox().size() < OUTBOX_LIMIT && fleet.wantsBurstOf(member.index())) {
      send(letters.toGuests());
    }
    if (pace.isTimeForWords() && member.outbox().size() < OUTBOX_LIMIT) {
      send(letters.toSomebody());
    }
  }

  /** Hears what comes, for a moment. */
  void listen() throws IOException {
    retry();
    Instant now = Instant.now();
    Optional<JsonNode> frame = link.receive(GLANCE);
    if (frame.isEmpty()) {
      allReadAt = now;
      arrivals.nothingLeft(fleet.healthySinceNanos());
    }
    for (; frame.isPresent(); frame = link.receiveAtHand()) {
      take(frame.get());
    }
    arrivals.acknowledge();
  }

  /** When all had been read that had come until then. */
  Instant allReadAt() {
    return allReadAt;
  }

  /** Whether everything has come that was stored at the login. */
  boolean hasAllThatWasStored() {
    return arrivals.isDrained();
  }

  /** Logs out as a client should; whether the server has said that it is done. */
  boolean logOut() throws IOException {
    // What is not acknowledged stays in the mailbox, as it should: the end of a run looks for that.
    arrivals.acknowledgeAll();
    link.send(requests.frame("logout", new Requests.Farewell()));
    listenToTheEnd();
    return loggedOut;
  }

  /** Hears all that comes until the server closes the connection. */
  void listenToTheEnd() throws IOException {
    long end = Pace.later(GOODBYE_PATIENCE);
    try {
      while (System.nanoTime() < end) {
        listen();
      }
    } catch (EOFException closed) {
      return;
    }
  }

  private void retry() throws IOException {
    if (!toRetry.isEmpty() && System.nanoTime() >= nextRetry) {
      List<ObjectNode> frames = new ArrayList<>();
      toRetry.forEach(sent -> frames.add(letters.frame(sent)));
      toRetry.clear();
      send(frames);
    }
  }

  private void send(List<ObjectNode> frames) throws IOException {
    report.recoveries().sending(member.index(), link.server());
    link.send(frames);
  }

  private ObjectNode block(int target) {
    Blocks.Wish wish = member.blocks().ask(target);
    return requests.frame(wish.op, new Requests.OfBlock(target)).put("user", Member.nameOf(target));
  }

  private void take(JsonNode frame) {
    if (frame.path("ev").asText().equals("message")) {
      arrivals.message(frame);
      return;
    }
    if (frame.path("ev").asText().equals("presence")) {
      report.rolls().told(frame);
      return;
    }
    if (frame.path("ev").asText().equals("bye")
        && frame.path("reason").asText().equals("shutdown")) {
      report.rolls().sentAway(member.index(), allReadAt);
      return;
    }
    String error = frame.path("error").asText("");
    switch (requests.answeredBy(frame)) {
      case Requests.Words words -> answer(words.sent(), frame, error);
      case Requests.OfBlock block -> answer(block.target(), error);
      case Requests.Farewell farewell -> loggedOut = error.isEmpty();
      case null -> {} // another event, such as a presence change
    }
  }

  private void answer(Sent sent, JsonNode frame, String error) {
    switch (error.isEmpty() ? frame.path("state").asText() : error) {
      case "delivered" -> {
        fleet.promised(member.index(), false);
        member.ledger().delivered(sent);
      }
      case "stored" -> {
        fleet.promised(member.index(), true);
        long withoutDatabase = fleet.withoutDatabaseSinceNanos(link);
        if (withoutDatabase != Long.MAX_VALUE && sent.firstSentNanos - withoutDatabase > 0) {
          report.breach(Breach.PROMISED_WITHOUT_DATABASE, sent.toString());
        }
        member.ledger().stored(sent);
      }
      case "blocked" ->
          member.ledger().refusedByBlock(sent, fleet.wasPartedSince(sent.firstSentNanos));
      default -> {
        // Not now, as unavailable and shutting-down say: it stays in the outbox.
        member.ledger().tryAgain(sent);
        toRetry.add(sent);
        nextRetry = Pace.later(habits.retryPause());
        return;
      }
    }
    report.recoveries().answered(member.index(), sent.lastSentNanos);
    member.outbox().remove(sent);
  }

  private void answer(int target, String error) {
    if (error.isEmpty() || error.equals("already-blocked") || error.equals("not-blocked")) {
      member.blocks().confirmed(target);
    }
  }
}
