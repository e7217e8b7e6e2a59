// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The questions that wait for somebody who can answer them, in the order in which they were asked.
 * Bounded, but for what comes back. Guarded by the {@link Relay}.
 */
final class WaitingRoom {
  private static final int MOST_OF_A_SERVICE = 50_000;

  private final Map<Service, ArrayDeque<Errand<?>>> serviceToWaiting = new EnumMap<>(Service.class);

  boolean isEmpty(Service service) {
    return queue(service).isEmpty();
  }

  /** Lets it wait behind all others; false if there are too many. */
  boolean add(Errand<?> errand) {
    ArrayDeque<Errand<?>> waiting = queueOf(errand);
    return waiting.size() < MOST_OF_A_SERVICE && waiting.add(errand);
  }

  /** They were asked before all that waits. */
  void comeBack(List<Errand<?>> errands) {
    errands.reversed().forEach(errand -> queueOf(errand).addFirst(errand));
  }

  /** Whether it has waited until now. */
  boolean remove(Errand<?> errand) {
    return queueOf(errand).remove(errand);
  }

  /** Takes out all that stand in the same line. */
  List<Errand<?>> removeLineOf(Errand<?> errand) {
    List<Errand<?>> removed = new ArrayList<>();
    queueOf(errand)
        .removeIf(other -> {
          boolean isOfLine = other.line().isPresent() && other.line().equals(errand.line());
          return isOfLine && removed.add(other);
        });
    return removed;
  }

  /** All that wait for this service. */
  Collection<Errand<?>> of(Service service) {
    return queue(service);
  }

  /**
   * Takes out what belongs to this context; of each service until the first that nobody takes.
   *
   * @param taker whether it takes the question
   */
  List<Errand<?>> removeOf(Context context, Predicate<Errand<?>> taker) {
    List<Errand<?>> taken = new ArrayList<>();
    for (ArrayDeque<Errand<?>> queue : serviceToWaiting.values()) {
      Iterator<Errand<?>> errands = queue.iterator();
      boolean somebodyThere = true;
      while (somebodyThere && errands.hasNext()) {
        Errand<?> errand = errands.next();
        if (errand.context() == context) {
          somebodyThere = taker.test(errand);
          if (somebodyThere) {
            errands.remove();
            taken.add(errand);
          }
        }
      }
    }
    return taken;
  }

  private ArrayDeque<Errand<?>> queueOf(Errand<?> errand) {
    return queue(errand.question().service());
  }

  private ArrayDeque<Errand<?>> queue(Service service) {
    return serviceToWaiting.computeIfAbsent(service, first -> new ArrayDeque<>());
  }
}
