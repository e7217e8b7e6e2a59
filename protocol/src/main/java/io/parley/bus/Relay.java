// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.bus.Exchange.Unanswered;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  private final Vertx vertx;
  private final Exchange exchange;
  private final Directory directory;
  private final Map<Instance, Set<Errand<?>>> instanceToErrands = new HashMap<>();
  private final Map<Service, ArrayDeque<Errand<?>>> waiting = new EnumMap<>(Service.class);

  /** Where the questions about somebody are under way, of those that keep their order. */
  private final Map<String, Lane> aboutToLane = new HashMap<>();

  private static final class Lane {
    private final Instance instance;
    private int underWay;

    Lane(Instance instance) {
      this.instance = instance;
    }
  }

  /** One question until it is answered. What changes is guarded by the relay. */
  private static final class Errand<R> {
    private final Context context;
    private final Promise<R> answer = Promise.promise();
    private final long deadline;
    private Request<R> question;
    private @Nullable Instance at;
    private int attempt;

    Errand(Request<R> question, Context context) {
      this.question = question;
      this.context = context;
      this.deadline = System.nanoTime() + question.patience().toNanos();
    }

    Duration timeLeft() {
      return Duration.ofNanos(deadline - System.nanoTime());
    }
  }

  Relay(Vertx vertx, Exchange exchange, Directory directory) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.directory = directory;
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
    return errand.answer.future();
  }

  @Override
  public synchronized void came(Instance instance) {
    drainSoon(queue(instance.service()));
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
    for (Errand<?> orphan : orphans) {
      orphan.attempt++;
      leaveLane(orphan);
      orphan.at = null;
      if (askAgain(orphan)) {
        moving.add(orphan);
      } else {
        giveUp(orphan, "its " + instance + " is gone");
      }
    }
    // They were asked before all that waits.
    for (int i = moving.size() - 1; i >= 0; i--) {
      queue.addFirst(moving.get(i));
    }
    moving.forEach(this::limitWaiting);
    drainSoon(moving);
  }

  private static <R> boolean askAgain(Errand<R> errand) {
    return errand
        .question
        .again()
        .map(question -> {
          errand.question = question;
          return !errand.timeLeft().isNegative();
        })
        .orElse(false);
  }

  private ArrayDeque<Errand<?>> queue(Errand<?> errand) {
    return queue(errand.question.service());
  }

  private ArrayDeque<Errand<?>> queue(Service service) {
    return waiting.computeIfAbsent(service, first -> new ArrayDeque<>());
  }

  /** Finds the instance to ask; false if there is none. */
  private boolean assign(Errand<?> errand) {
    Request<?> question = errand.question;
    @Nullable Instance instance = instanceFor(question);
    if (instance == null) {
      return false;
    }
    errand.at = instance;
    instanceToErrands.computeIfAbsent(instance, first -> new LinkedHashSet<>()).add(errand);
    if (question.keepsOrder()) {
      aboutToLane.computeIfAbsent(question.about(), first -> new Lane(instance)).underWay++;
    }
    return true;
  }

  private @Nullable Instance instanceFor(Request<?> question) {
    if (question instanceof GatewayRequest<?> ofGateway) {
      Instance gateway = Instance.of(ofGateway.gateway());
      return directory.has(gateway) ? gateway : null;
    }
    if (question.keepsOrder()) {
      Lane lane = aboutToLane.get(question.about());
      if (lane != null) {
        return lane.instance;
      }
    }
    return directory.responsible(question.service(), question.about()).orElse(null);
  }

  private void leaveLane(Errand<?> errand) {
    if (errand.question.keepsOrder()) {
      aboutToLane.computeIfPresent(
          errand.question.about(), (about, lane) -> --lane.underWay == 0 ? null : lane);
    }
  }

  private void waitForInstance(Errand<?> errand) {
    boolean mayCome = !(errand.question instanceof GatewayRequest<?>);
    if (!mayCome || queue(errand).size() >= MOST_WAITING) {
      giveUp(errand, mayCome ? "too much waits" : "that gateway is gone");
      return;
    }
    queue(errand).addLast(errand);
    limitWaiting(errand);
    drainSoon(List.of(errand));
  }

  private void limitWaiting(Errand<?> errand) {
    int attempt = errand.attempt;
    long wait = Math.min(LONGEST_WAIT.toMillis(), Math.max(1, errand.timeLeft().toMillis()));
    vertx.setTimer(
        wait,
        timer -> {
          synchronized (this) {
            if (errand.attempt == attempt && errand.at == null && queue(errand).remove(errand)) {
              giveUp(errand, "nobody offers the service");
            }
          }
        });
  }

  private void giveUp(Errand<?> errand, String why) {
    Unanswered failure = new Unanswered(why, new IllegalStateException(why));
    errand.context.runOnContext(later -> errand.answer.tryFail(failure));
  }

  private void drainSoon(Collection<Errand<?>> errands) {
    errands.stream()
        .map(errand -> errand.context)
        .collect(Collectors.toMap(Function.identity(), Function.identity(), (a, b) -> a))
        .keySet()
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
          if (errand.context == context) {
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
    Instance instance;
    Request<R> question;
    synchronized (this) {
      attempt = errand.attempt;
      question = errand.question;
      if (errand.at == null) {
        return; // it went meanwhile, and the question waits again
      }
      instance = errand.at;
    }
    exchange
        .ask(question, instance, errand.timeLeft())
        .onComplete(answered -> settle(errand, attempt, answered));
  }

  private <R> void settle(Errand<R> errand, int attempt, AsyncResult<R> answered) {
    @Nullable Instance unknown = null;
    synchronized (this) {
      if (errand.attempt != attempt || errand.at == null) {
        return; // it has been asked again elsewhere
      }
      boolean reachedNobody =
          answered.cause() instanceof Unanswered unanswered && unanswered.reachedNobody();
      if (reachedNobody && !(errand.question instanceof GatewayRequest<?>)) {
        unknown = errand.at;
      } else {
        takeBack(errand, errand.at);
      }
    }
    if (unknown == null) {
      if (answered.succeeded()) {
        errand.answer.tryComplete(answered.result());
      } else {
        errand.answer.tryFail(answered.cause());
      }
    } else {
      // The bus does not know it: so it is gone, or not yet there, whatever the directory says.
      directory.lost(unknown);
      gone(unknown);
    }
  }

  private void takeBack(Errand<?> errand, Instance instance) {
    Set<Errand<?>> errands = instanceToErrands.get(instance);
    if (errands != null && errands.remove(errand) && errands.isEmpty()) {
      instanceToErrands.remove(instance);
    }
    leaveLane(errand);
    errand.attempt++;
    errand.at = null;
  }
}
