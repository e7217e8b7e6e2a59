// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.bus.Exchange.Unanswered;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  private static final int MOST_WAITING = 50_000;

  private static final Duration CHECK = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Exchange exchange;
  private final Directory directory;
  private final Map<Instance, Set<Errand<?>>> instanceToErrands = new HashMap<>();
  private final Map<Service, ArrayDeque<Errand<?>>> waiting = new EnumMap<>(Service.class);

  private final Lanes lanes = new Lanes();
  private final Runs runs = new Runs();

  Relay(Vertx vertx, Exchange exchange, Directory directory) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.directory = directory;
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
      sent = queue(errand).isEmpty() && assign(errand);
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
    drainSoon(queue(instance.service()));
  }

  private synchronized void askAgainWhatMayBeLost() {
    runs.heads()
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
    Set<Errand<?>> orphans = instanceToErrands.remove(instance);
    if (orphans == null) {
      return;
    }
    ArrayDeque<Errand<?>> queue = queue(instance.service());
    List<Errand<?>> moving = new ArrayList<>();
    Set<Runs.Line> givenUp = new HashSet<>();
    for (Errand<?> orphan : orphans) {
      leave(orphan);
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
    // They were asked before all that waits.
    for (int i = moving.size() - 1; i >= 0; i--) {
      queue.addFirst(moving.get(i));
    }
    moving.forEach(this::limitWaiting);
    drainSoon(moving);
  }

  /** No other gateway has the sessions of one that is gone. */
  private static boolean mayMove(Errand<?> errand) {
    return !(errand.question() instanceof GatewayRequest<?>);
  }

  private ArrayDeque<Errand<?>> queue(Errand<?> errand) {
    return queue(errand.question().service());
  }

  private ArrayDeque<Errand<?>> queue(Service service) {
    return waiting.computeIfAbsent(service, first -> new ArrayDeque<>());
  }

  /** Finds the instance to ask; false if there is none. */
  private boolean assign(Errand<?> errand) {
    Optional<Instance> found = instanceFor(errand.question());
    found.ifPresent(instance -> assign(errand, instance));
    return found.isPresent();
  }

  private void assign(Errand<?> errand, Instance instance) {
    errand.askedOf(instance, runs.enter(errand));
    instanceToErrands.computeIfAbsent(instance, first -> new LinkedHashSet<>()).add(errand);
    lanes.enter(errand.question(), instance);
  }

  private Optional<Instance> instanceFor(Request<?> question) {
    if (question instanceof GatewayRequest<?> ofGateway) {
      return Optional.of(Instance.of(ofGateway.gateway())).filter(directory::has);
    }
    return lanes.of(question).or(() -> directory.responsible(question.service(), question.about()));
  }

  private void waitForInstance(Errand<?> errand) {
    boolean mayCome = mayMove(errand);
    if (!mayCome || queue(errand).size() >= MOST_WAITING) {
      giveUp(errand, mayCome ? "too much waits" : "that gateway is gone");
      return;
    }
    queue(errand).addLast(errand);
    limitWaiting(errand);
    drainSoon(List.of(errand));
  }

  private void limitWaiting(Errand<?> errand) {
    int attempt = errand.attempt();
    long wait = Math.min(LONGEST_WAIT.toMillis(), Math.max(1, errand.timeLeft().toMillis()));
    vertx.setTimer(
        wait,
        timer -> {
          synchronized (this) {
            if (errand.attempt() == attempt
                && errand.at() == null
                && queue(errand).remove(errand)) {
              giveUp(errand, "nobody offers the service");
              giveUpThoseBehind(errand);
            }
          }
        });
  }

  /** Where order counts, what was asked later must not be carried out when this was not. */
  private void giveUpThoseBehind(Errand<?> errand) {
    queue(errand)
        .removeIf(other -> {
          boolean isBehind = isInOneLine(other, errand);
          if (isBehind) {
            giveUp(other, "one before it was given up");
          }
          return isBehind;
        });
  }

  private static boolean isInOneLine(Errand<?> one, Errand<?> other) {
    return one.line().isPresent() && one.line().equals(other.line());
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
    List<Errand<?>> sendable = new ArrayList<>();
    synchronized (this) {
      for (ArrayDeque<Errand<?>> queue : waiting.values()) {
        Iterator<Errand<?>> errands = queue.iterator();
        boolean somebodyThere = true;
        while (somebodyThere && errands.hasNext()) {
          Errand<?> errand = errands.next();
          if (errand.context() == context) {
            somebodyThere = assign(errand);
            if (somebodyThere) {
              errands.remove();
              sendable.add(errand);
            }
          }
        }
      }
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
        }
        takeBack(errand, instance);
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
    List<Errand<?>> line = runs.lineOf(unanswered);
    for (Errand<?> errand : line.subList(line.indexOf(unanswered) + 1, line.size())) {
      takeBack(errand, instance);
      giveUp(errand, "one before it had no answer");
    }
    giveUpThoseBehind(unanswered);
  }

  /**
   * One before it in its line was lost on the way. All of the line is asked once more, of the same
   * instance, which may have some of it in hand, and in the same order.
   */
  private List<Errand<?>> beginAnew(Errand<?> outOfTurn, Instance instance) {
    List<Errand<?>> line = runs.lineOf(outOfTurn);
    line.forEach(errand -> takeBack(errand, instance));
    List<Errand<?>> again = line.stream().takeWhile(Errand::askAgain).toList();
    again.forEach(errand -> assign(errand, instance));
    line.subList(again.size(), line.size())
        .forEach(errand -> {
          giveUp(errand, "lost on its way to " + instance);
          giveUpThoseBehind(errand);
        });
    return again;
  }

  private void takeBack(Errand<?> errand, Instance instance) {
    Set<Errand<?>> errands = instanceToErrands.get(instance);
    if (errands != null && errands.remove(errand) && errands.isEmpty()) {
      instanceToErrands.remove(instance);
    }
    leave(errand);
  }

  private void leave(Errand<?> errand) {
    lanes.leave(errand.question());
    runs.leave(errand);
    errand.takenBack();
  }
}
