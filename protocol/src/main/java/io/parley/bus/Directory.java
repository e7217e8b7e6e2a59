// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which instances of every service there are, as far as this node knows. All nodes that know the
 * same ones give the same answers. Any thread.
 */
final class Directory {
  private final Set<Instance> there = ConcurrentHashMap.newKeySet();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<Service, List<Instance>> serving = Map.of();

  /** Who hears of changes, on the thread that made them. */
  interface Listener {
    void came(Instance instance);

    void gone(Instance instance);
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  /** This instance answers, and takes what is new. */
  void serves(Instance instance) {
    boolean isNew;
    synchronized (this) {
      there.add(instance);
      isNew = !of(instance.service()).contains(instance);
      if (isNew) {
        List<Instance> instances = new ArrayList<>(of(instance.service()));
        instances.add(instance);
        instances.sort(Comparator.comparing(Instance::node));
        set(instance.service(), instances);
      }
    }
    if (isNew) {
      listeners.forEach(listener -> listener.came(instance));
    }
  }

  /** This instance is about to go: it answers what it has been asked and takes nothing new. */
  synchronized void leaves(Instance instance) {
    there.add(instance);
    takeOut(instance);
  }

  /** This instance does not answer any more. */
  void lost(Instance instance) {
    boolean wasThere;
    synchronized (this) {
      wasThere = there.remove(instance);
      takeOut(instance);
    }
    if (wasThere) {
      listeners.forEach(listener -> listener.gone(instance));
    }
  }

  /** Whether it answers, be it about to go or not. */
  boolean has(Instance instance) {
    return there.contains(instance);
  }

  /** All that take what is new, in an order that is the same everywhere. */
  List<Instance> of(Service service) {
    return serving.getOrDefault(service, List.of());
  }

  /**
   * The one that answers questions about this; when others come or go, as few questions as possible
   * get another one (rendezvous hashing: Thaler and Ravishankar, 1998).
   */
  Optional<Instance> responsible(Service service, String about) {
    List<Instance> instances = of(service);
    return instances.size() < 2
        ? instances.stream().findFirst()
        : instances.stream().max(Comparator.comparingLong(instance -> weight(instance, about)));
  }

  private static long weight(Instance instance, String about) {
    // The mixing of SplitMix64, so that neighbouring names do not get the same instance.
    long z = ((long) instance.node().hashCode() << 32) ^ (about.hashCode() & 0xffffffffL);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private void takeOut(Instance instance) {
    List<Instance> instances = new ArrayList<>(of(instance.service()));
    if (instances.remove(instance)) {
      set(instance.service(), instances);
    }
  }

  private void set(Service service, List<Instance> instances) {
    Map<Service, List<Instance>> fresh = new EnumMap<>(Service.class);
    fresh.putAll(serving);
    fresh.put(service, List.copyOf(instances));
    serving = fresh;
  }
}
