// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The questions that an instance is asked now, in the order in which they were asked. Guarded by
 * the {@link Relay}.
 */
final class UnderWay {
  private final Directory directory;
  private final Map<Instance, Set<Errand<?>>> instanceToErrands = new HashMap<>();
  private final Lanes lanes = new Lanes();
  private final Runs runs = new Runs();

  UnderWay(Directory directory) {
    this.directory = directory;
  }

  /** Finds the instance to ask; false if there is none. */
  boolean assign(Errand<?> errand) {
    Optional<Instance> found = instanceFor(errand.question());
    found.ifPresent(instance -> assign(errand, instance));
    return found.isPresent();
  }

  private Optional<Instance> instanceFor(Request<?> question) {
    if (question instanceof GatewayRequest<?> ofGateway) {
      return Optional.of(Instance.of(ofGateway.gateway())).filter(directory::has);
    }
    return lanes.of(question).or(() -> directory.responsible(question.service(), question.about()));
  }

  void assign(Errand<?> errand, Instance instance) {
    errand.askedOf(instance, runs.enter(errand));
    instanceToErrands.computeIfAbsent(instance, first -> new LinkedHashSet<>()).add(errand);
    lanes.enter(errand.question(), instance);
  }

  /** It is not asked there any more. */
  void takeBack(Errand<?> errand, Instance instance) {
    Set<Errand<?>> errands = instanceToErrands.get(instance);
    if (errands != null && errands.remove(errand) && errands.isEmpty()) {
      instanceToErrands.remove(instance);
    }
    leave(errand);
  }

  /** Nothing is asked there any more; answers what was. */
  List<Errand<?>> takeBackAll(Instance instance) {
    Set<Errand<?>> errands = instanceToErrands.remove(instance);
    if (errands == null) {
      return List.of();
    }
    errands.forEach(this::leave);
    return List.copyOf(errands);
  }

  private void leave(Errand<?> errand) {
    lanes.leave(errand.question());
    runs.leave(errand);
    errand.takenBack();
  }

  /** The first of each line. */
  Stream<Errand<?>> heads() {
    return runs.heads();
  }

  /** All of its line that are asked now. */
  List<Errand<?>> lineOf(Errand<?> errand) {
    return runs.lineOf(errand);
  }
}
