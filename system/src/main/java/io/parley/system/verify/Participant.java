// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.system.client.JsonLink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One user with a client that follows the rules: it keeps what it wrote until it is answered, sends
 * it again after each login, resumes its session or else shows its password, and drops what it has
 * shown. What it remembers survives its connections, as a client's files would. One virtual thread.
 */
final class Participant implements Runnable {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOGIN_PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE_WITH_THE_ABANDONED = Duration.ofSeconds(5);
  private static final Duration LAST_VISIT = Duration.ofSeconds(30);

  private final Member member;
  private final Fleet fleet;
  private final Run run;
  private final Report report;
  private final Habits habits;
  private final Pace pace;
  private final AbandonedLinks abandoned = new AbandonedLinks();
  private @Nullable String resume;
  private boolean registered;
  private String lastRefusal = "";

  Participant(Member member, Fleet fleet, Run run, Report report, Habits habits) {
    this.member = member;
    this.fleet = fleet;
    this.run = run;
    this.report = report;
    this.habits = habits;
    this.pace = new Pace(habits);
  }

  @Override
  public void run() {
    while (run.stage() != Stage.LEAVE) {
      boolean left = attend();
      if (left && run.stage() == Stage.TALK) {
        long begin = System.nanoTime();
        run.pause(habits.absence());
        report.recoveries().wasAwaySince(member.index(), begin);
      }
    }
  }

  /**
   * Logs in twice more, at the very end: once to take what was still on its way, which it may have
   * shown before, and once to see whether all of that is settled.
   *
   * @return how many stored messages still come; nothing if no login was granted for a while
   */
  Optional<Integer> lookForLeftovers() {
    return persistentVisit().flatMap(taken -> persistentVisit());
  }

  /** A logout may be answered before presence knows of it: the next login is refused until then. */
  private Optional<Integer> persistentVisit() {
    long end = System.nanoTime() + LAST_VISIT.toNanos();
    Optional<Integer> visited = visited();
    while (visited.isEmpty() && System.nanoTime() < end) {
      run.pause(habits.retryPause());
      visited = visited();
    }
    return visited;
  }

  private Optional<Integer> visited() {
    try {
      return lastVisit();
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  /** How its last login was refused. */
  String lastRefusal() {
    return member.name() + " " + lastRefusal;
  }

  /** How many connections that it left without a word the server still keeps. */
  int abandonedAndOpen() {
    return abandoned.open(PATIENCE_WITH_THE_ABANDONED);
  }

  private Optional<Integer> lastVisit() throws IOException {
    try (JsonLink link = fleet.connect(CONNECT_PATIENCE)) {
      long moment = member.ledger().loggingIn();
      Optional<JsonNode> answer = logIn(link);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      int pending = answer.get().path("pending").asInt();
      Visit visit = new Visit(member, link, fleet, report, habits, pace, moment, pending);
      visit.begin();
      long end = System.nanoTime() + LAST_VISIT.toNanos();
      while (!visit.hasAllThatWasStored() && System.nanoTime() < end) {
        visit.listen();
      }
      leave(visit, link);
      return Optional.of(pending);
    }
  }

  /** Whether it left by itself; who was cut off comes back as soon as it can. */
  private boolean attend() {
    try {
      JsonLink link = fleet.connect(CONNECT_PATIENCE);
      try {
        return visit(link);
      } finally {
        if (!abandoned.has(link)) {
          link.close();
        }
      }
    } catch (IOException down) {
      run.pause(habits.retryPause());
      return false;
    }
  }

  private boolean visit(JsonLink link) throws IOException {
    long moment = member.ledger().loggingIn();
    Optional<JsonNode> answer = logIn(link);
    if (answer.isEmpty()) {
      run.pause(habits.retryPause());
      return false;
    }
    report.rolls().isBack(member.index());
    int pending = answer.get().path("pending").asInt();
    Visit visit = new Visit(member, link, fleet, report, habits, pace, moment, pending);
    try {
      converse(visit, link);
      return true;
    } catch (IOException broken) {
      report.count(Count.CUT_OFF);
      report.rolls().isCutOff(member.index(), visit.allReadAt());
      run.pause(habits.retryPause());
      return false;
    }
  }

  private void converse(Visit visit, JsonLink link) throws IOException {
    boolean untilSettled = run.stage() != Stage.TALK;
    long end = System.nanoTime() + habits.sessionLength().toNanos();
    int drops = fleet.dropsOrdered(member.index());
    visit.begin();
    while (untilSettled ? run.stage() != Stage.LEAVE : System.nanoTime() < end) {
      if (fleet.dropsOrdered(member.index()) != drops) {
        report.count(Count.BREAKS);
        report.rolls().leaves(member.index(), visit.allReadAt());
        link.abort();
        return;
      }
      if (run.stage() == Stage.TALK) {
        visit.say(run);
      } else {
        untilSettled = true;
      }
      visit.listen();
    }
    leave(visit, link);
  }

  private void leave(Visit visit, JsonLink link) throws IOException {
    report.rolls().leaves(member.index(), visit.allReadAt());
    switch (run.stage() == Stage.TALK ? habits.ending() : Habits.Ending.LOGOUT) {
      case LOGOUT -> {
        if (visit.logOut()) {
          resume = null;
          report.count(Count.LOGOUTS);
        }
      }
      case END_OF_INPUT -> {
        report.count(Count.BREAKS);
        link.endOfInput();
        visit.listenToTheEnd();
      }
      case CLOSE -> {
        report.count(Count.BREAKS);
        link.close();
      }
      case RESET -> {
        report.count(Count.BREAKS);
        link.abort();
      }
      case ABANDON -> {
        report.count(Count.ABANDONED);
        abandoned.add(link);
      }
    }
  }

  /** The answer that began a session; nothing if there is none. */
  private Optional<JsonNode> logIn(JsonLink link) throws IOException {
    if (!registered) {
      JsonNode made = ask(link, credentials(JsonLink.frame("register").put("id", 0)));
      // Not yet, if the server said that it could not: then the next visit asks again.
      registered = made.path("ok").asBoolean() || made.path("error").asText().equals("name-taken");
      if (registered) {
        run.hasAnAccount();
      }
    }
    boolean resumes = resume != null;
    ObjectNode frame = JsonLink.frame("login").put("id", 0).put("acks", true);
    JsonNode answer =
        ask(
            link,
            resumes ? frame.put("user", member.name()).put("resume", resume) : credentials(frame));
    if (answer.path("ok").asBoolean()) {
      resume = answer.path("resume").asText();
      report.count(resumes ? Count.RESUMES : Count.LOGINS);
      return Optional.of(answer);
    }
    report.count(Count.LOGINS_REFUSED);
    lastRefusal = answer.toString();
    if (resumes && answer.path("error").asText().equals("bad-credentials")) {
      resume = null; // another login of ours has begun, whose answer we never saw
    }
    return Optional.empty();
  }

  private ObjectNode credentials(ObjectNode frame) {
    return frame.put("user", member.name()).put("password", "password of " + member.name());
  }

  private static JsonNode ask(JsonLink link, ObjectNode frame) throws IOException {
    link.send(frame);
    // Before the answer to a login nothing else comes.
    return link.receive(LOGIN_PATIENCE).orElseThrow(() -> new IOException("no answer to a login"));
  }
}
