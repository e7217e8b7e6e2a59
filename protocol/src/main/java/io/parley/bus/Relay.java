// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.bus.Exchange.Unanswered;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries questions to instances that may die at any moment. What a dead one has not answered is
 * asked again of another, in the order in which it was asked, and what nobody can answer now waits
 * a little for somebody who can. Any thread; every question is asked, and answered, on the context
 * of its asker.
 */
final class Relay implements Directory.Listener {
  /** How long a question waits for an instance to come. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private static final Duration CHECK = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Exchange exchange;
  private final Directory directory;
  private final UnderWay underWay;
  private final WaitingRoom waiting = new WaitingRoom();

  Relay(Vertx vertx, Exchange exchange, Directory directory) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.directory = directory;
    this.underWay = new UnderWay(directory);
  }

  /** Begins to look for questions that may have been lost. */
  void start() {
    vertx.setPeriodic(CHECK.toMillis(), timer -> askAgainWhatMayBeLost());
  }

  /** Asks; fails with {@link RequestRefused} or {@link Unanswered} and nothing else. */
  <R> Future<R> ask(Request<R> question) {
    Errand<R> errand = new Errand<>(question, vertx.getOrCreateContext());
    boolean sent;
    synchronized (this) {
      // Who waits goes first.
      sent = waiting.isEmpty(question.service()) && underWay.assign(errand);
      if (!sent) {
        waitForInstance(errand);
      }
    }
    if (sent) {
      send(errand);
    }
    return errand.answer();
  }

  @Override
  public synchronized void came(Instance instance) {
    drainSoon(waiting.of(instance.service()));
  }

  private synchronized void askAgainWhatMayBeLost() {
    underWay
        .heads()
        .filter(Errand::mayBeLost)
        .forEach(head -> head.context().runOnContext(later -> askLineAgain(head)));
  }

  private void askLineAgain(Errand<?> head) {
    List<Errand<?>> line;
    synchronized (this) {
      Instance instance = head.at();
      line = instance == null || !head.mayBeLost() ? List.of() : beginAnew(head, instance);
      line.forEach(Errand::countSilence);
    }
    line.forEach(this::send);
  }

  /** What was asked there is asked elsewhere; what must not be, or cannot, fails. */
  @Override
  public synchronized void gone(Instance instance) {
    List<Errand<?>> moving = new ArrayList<>();
    Set<Runs.Line> givenUp = new HashSet<>();
    for (Errand<?> orphan : underWay.takeBackAll(instance)) {
      if (mayMove(orphan)
          && orphan.line().filter(givenUp::contains).isEmpty()
          && orphan.askAgain()) {
        moving.add(orphan);
      } else {
        orphan.line().ifPresent(givenUp::add);
        giveUp(orphan, "its " + instance + " is gone");
        giveUpThoseBehind(orphan);
      }
    }
    waiting.comeBack(moving);
    moving.forEach(this::limitWaiting);
    drainSoon(moving);
  }

  /** No other gateway has the sessions of one that is gone. */
  private static boolean mayMove(Errand<?> errand) {
    return !(errand.question() instanceof GatewayRequest<?>);
  }

  private void waitForInstance(Errand<?> errand) {
    if (!mayMove(errand)) {
      giveUp(errand, "that gateway is gone");
    } else if (!waiting.add(errand)) {
      giveUp(errand, "too much waits");
    } else {
      limitWaiting(errand);
      drainSoon(List.of(errand));
    }
  }

  private void limitWaiting(Errand<?> errand) {
    int attempt = errand.attempt();
    long wait = Math.min(LONGEST_WAIT.toMillis(), Math.max(1, errand.timeLeft().toMillis()));
    vertx.setTimer(
        wait,
        timer -> {
          synchronized (this) {
            if (errand.attempt() == attempt && errand.at() == null && waiting.remove(errand)) {
              giveUp(errand, "nobody offers the service");
              giveUpThoseBehind(errand);
            }
          }
        });
  }

  /** Where order counts, what was asked later must not be carried out when this was not. */
  private void giveUpThoseBehind(Errand<?> errand) {
    waiting.removeLineOf(errand).forEach(other -> giveUp(other, "one before it was given up"));
  }

  private static void giveUp(Errand<?> errand, String why) {
    errand.giveUp(new Unanswered(why, new IllegalStateException(why)));
  }

  private void drainSoon(Collection<Errand<?>> errands) {
    errands.stream()
        .map(Errand::context)
        .distinct()
        .forEach(context -> context.runOnContext(later -> drain(context)));
  }

  /** Asks what waits and belongs to this context. */
  private void drain(Context context) {
    List<Errand<?>> sendable;
    synchronized (this) {
      sendable = waiting.removeOf(context, underWay::assign);
    }
    sendable.forEach(this::send);
  }

  private <R> void send(Errand<R> errand) {
    int attempt;
    @Nullable Instance instance;
    Request<R> question;
    Optional<Turn> turn;
    synchronized (this) {
      attempt = errand.attempt();
      question = errand.question();
      instance = errand.at();
      turn = errand.turn();
    }
    if (instance != null) { // else it went meanwhile, and the question waits again
      exchange
          .ask(question, instance, errand.timeLeft(), turn)
          .onComplete(answered -> settle(errand, attempt, answered));
    }
  }

  private <R> void settle(Errand<R> errand, int attempt, AsyncResult<R> answered) {
    Optional<Unanswered> unanswered = Unanswered.in(answered);
    boolean isOutOfTurn = unanswered.filter(Unanswered::isOutOfTurn).isPresent();
    @Nullable Instance instance;
    boolean isUnknown;
    List<Errand<?>> line = List.of();
    synchronized (this) {
      instance = errand.at();
      if (errand.attempt() != attempt || instance == null) {
        return; // it has been asked again
      }
      isUnknown = unanswered.filter(Unanswered::reachedNobody).isPresent() && mayMove(errand);
      if (isOutOfTurn) {
        line = beginAnew(errand, instance);
      } else if (!isUnknown) {
        if (unanswered.isPresent()) {
          giveUpWhatIsUnderWayBehind(errand, instance);
        } else if (answered.failed() && RequestRefused.isForNow(answered.cause())) {
          underWayBehind(errand).forEach(Errand::putBehindARefusal);
        }
        underWay.takeBack(errand, instance);
      }
    }
    if (isOutOfTurn) {
      line.forEach(this::send); // they all have this context
    } else if (isUnknown) {
      // The bus does not know it: so it is gone, or not yet there, whatever the directory says.
      directory.lost(instance);
      gone(instance);
    } else {
      errand.end(answered);
    }
  }

  private void giveUpWhatIsUnderWayBehind(Errand<?> unanswered, Instance instance) {
    for (Errand<?> errand : underWayBehind(unanswered)) {
      underWay.takeBack(errand, instance);
      giveUp(errand, "one before it had no answer");
    }
    giveUpThoseBehind(unanswered);
  }

  private List<Errand<?>> underWayBehind(Errand<?> errand) {
    List<Errand<?>> line = underWay.lineOf(errand);
    return line.subList(line.indexOf(errand) + 1, line.size());
  }

  /**
   * One before it in its line was lost on the way. All of the line is asked once more, of the same
   * instance, which may have some of it in hand, and in the same order.
   */
  private List<Errand<?>> beginAnew(Errand<?> outOfTurn, Instance instance) {
    List<Errand<?>> line = underWay.lineOf(outOfTurn);
    line.forEach(errand -> underWay.takeBack(errand, instance));
    List<Errand<?>> again = line.stream().takeWhile(Errand::askAgain).toList();
    again.forEach(errand -> underWay.assign(errand, instance));
    line.subList(again.size(), line.size())
        .forEach(errand -> {
          giveUp(errand, "lost on its way to " + instance);
          giveUpThoseBehind(errand);
        });
    return again;
  }
}
