// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way, until it is answered: of which instance it is asked now, and for how
 * long it may still be. Guarded by the {@link Relay} that carries it, but for {@link #end}.
 */
final class Errand<R> {
  private final Context context;
  private final Promise<R> answer = Promise.promise();
  private final long deadline;
  private final Optional<Runs.Line> line;
  private Request<R> question;
  private @Nullable Instance at;
  private @Nullable Instance lastAskedOf;
  private Optional<Turn> turn = Optional.empty();
  private int attempt;
  private long askedAt;
  private int silences;
  private boolean isBehindARefusal;

  /**
   * @param context of the asker
   */
  Errand(Request<R> question, Context context) {
    this.question = question;
    this.context = context;
    this.line = Runs.Line.of(question);
    this.deadline = System.nanoTime() + question.patience().toNanos();
  }

  Context context() {
    return context;
  }

  /** In which it stands; empty if its order does not matter. */
  Optional<Runs.Line> line() {
    return line;
  }

  Future<R> answer() {
    return answer.future();
  }

  Request<R> question() {
    return question;
  }

  /** Whom it is asked of; null while it waits. */
  @Nullable Instance at() {
    return at;
  }

  /** Grows whenever it is asked or waits anew: what belongs to an earlier one is void. */
  int attempt() {
    return attempt;
  }

  Duration timeLeft() {
    return Duration.ofNanos(deadline - System.nanoTime());
  }

  /** Its place in its line, where it is asked now. */
  Optional<Turn> turn() {
    return turn;
  }

  void askedOf(Instance instance, Optional<Turn> asked) {
    silences = instance.equals(lastAskedOf) ? silences : 0;
    at = instance;
    lastAskedOf = instance;
    turn = asked;
    askedAt = System.nanoTime();
  }

  /**
   * Whether it has had no answer for so long that it, or the answer, may be lost on the way. The
   * second time, and from then on, it takes twice as long.
   */
  boolean mayBeLost() {
    Duration longest = question.silence().multipliedBy(silences == 0 ? 1 : 2);
    return System.nanoTime() - askedAt > longest.toNanos();
  }

  /** It is asked once more, since it had no answer. */
  void countSilence() {
    silences++;
  }

  /**
   * One that was asked before it in its line was refused for now, and its asker has heard so. Where
   * it is asked now that is known; elsewhere, or asked anew, it would overtake that one.
   */
  void putBehindARefusal() {
    isBehindARefusal = true;
  }

  /** It is asked of nobody any more. */
  void takenBack() {
    at = null;
    attempt++;
  }

  /** Makes it what is asked a second time; false if it must not be asked again, or is too late. */
  boolean askAgain() {
    if (isBehindARefusal) {
      return false;
    }
    return question
        .again()
        .map(again -> {
          question = again;
          return !timeLeft().isNegative();
        })
        .orElse(false);
  }

  /** Answers the asker; on the asker's context. */
  void end(AsyncResult<R> outcome) {
    if (outcome.succeeded()) {
      answer.tryComplete(outcome.result());
    } else {
      answer.tryFail(outcome.cause());
    }
  }

  /** Fails, later and on the asker's context. */
  void giveUp(Throwable failure) {
    context.runOnContext(later -> answer.tryFail(failure));
  }
}
