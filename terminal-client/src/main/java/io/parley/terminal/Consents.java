// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal;

import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.terminal.screen.Console;
import io.parley.wire.Notice;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The questions whether somebody may begin a private session, the oldest first. They do not stop
 * the person from typing. Any thread.
 */
final class Consents {
  /** As long as the server waits. */
  private static final Duration LAPSE = Duration.ofSeconds(30);

  /** A wish that waits for an answer. */
  record Question(Username user, Secret token) {}

  private final Vertx vertx;
  private final Console console;
  private final Deque<Question> open = new ArrayDeque<>();
  private int asked;

  Consents(Vertx vertx, Console console) {
    this.vertx = vertx;
    this.console = console;
  }

  /** Somebody wishes for a private session. */
  void ask(Notice.PeerRequested request) {
    Question question = new Question(request.user(), request.token());
    synchronized (open) {
      open.add(question);
      asked++;
    }
    console.show(PeerPhrases.question(request.user()));
    vertx.setTimer(LAPSE.toMillis(), id -> lapse(question));
  }

  private void lapse(Question question) {
    boolean unanswered;
    synchronized (open) {
      unanswered = open.remove(question);
    }
    if (unanswered) {
      console.show(PeerPhrases.questionLapsed(question.user()));
    }
  }

  /** There is no session any more in which they could be answered. */
  void forget() {
    synchronized (open) {
      open.clear();
    }
  }

  /** The question that a line answers, if there is one and the line is an answer. */
  Optional<Question> answeredBy(String line) {
    synchronized (open) {
      return isAnswer(line) ? Optional.ofNullable(open.poll()) : Optional.empty();
    }
  }

  /** Whether somebody waits for an answer. */
  boolean areOpen() {
    synchronized (open) {
      return !open.isEmpty();
    }
  }

  /** How many questions there were so far. */
  int asked() {
    synchronized (open) {
      return asked;
    }
  }

  /** Whether a line says yes or no. */
  static boolean isAnswer(String line) {
    return isYes(line) || isNo(line);
  }

  /** Whether a line says yes. */
  static boolean isYes(String line) {
    return line.strip().equalsIgnoreCase("y") || line.strip().equalsIgnoreCase("yes");
  }

  private static boolean isNo(String line) {
    return line.strip().equalsIgnoreCase("n") || line.strip().equalsIgnoreCase("no");
  }
}
