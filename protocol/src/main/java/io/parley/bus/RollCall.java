// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link Directory} of a cluster: says twice a second what this node offers, hears what
 * others offer, and drops who has been silent for long or is known to be dead. It asks no register
 * of the cluster, which may be stale, and sees whether the bus itself carries. Any thread.
 */
final class RollCall {
  private static final Logger log = LoggerFactory.getLogger(RollCall.class);
  private static final String ADDRESS = "parley.nodes";
  private static final Duration PERIOD = Duration.ofMillis(500);

  /** As long as the cluster itself waits for a member. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  /** Who stood still as long as this may have been taken for dead by others. */
  private static final Duration TAKEN_FOR_DEAD = Duration.ofSeconds(3);

  /** After which a member that was not heard is taken for one that has nothing to say. */
  private static final Duration SETTLING = LONGEST_SILENCE.plus(PERIOD);

  private final Vertx vertx;
  private final Directory directory;
  private final String node;
  private final Membership membership;
  private final Set<Service> serving = ConcurrentHashMap.newKeySet();
  private final Set<Service> leaving = ConcurrentHashMap.newKeySet();
  private final Map<String, Heard> nodeToHeard = new HashMap<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final AtomicLong meetings = new AtomicLong();
  private final Promise<Void> settled = Promise.promise();
  private final List<Runnable> afterStandstill = new CopyOnWriteArrayList<>();
  private volatile long lastCall = System.nanoTime();
  private volatile boolean inDoubt;
  private volatile boolean stopped;
  private volatile long timer;

  /** What was last heard of another node, and when. */
  private record Heard(NodeNews news, long at) {}

  /**
   * @param membership what the cluster itself says of this node
   */
  RollCall(Vertx vertx, Directory directory, String node, Membership membership) {
    this.vertx = vertx;
    this.directory = directory;
    this.node = node;
    this.membership = membership;
  }

  /** Completed when this node hears others. */
  Future<Void> start() {
    return vertx
        .eventBus()
        .<Object>consumer(ADDRESS, this::hear)
        .completion()
        .onSuccess(listening -> {
          call();
          settleIfAllAreHeard();
          timer = vertx.setPeriodic(PERIOD.toMillis(), fired -> callAndListen());
          vertx.setTimer(SETTLING.toMillis(), timer -> settled.tryComplete());
        });
  }

  /** Says no more: what this node offered has been said to have ended. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  /** Completed when all who were there when this node came have been heard. */
  Future<Void> settled() {
    return settled.future();
  }

  /** How many other nodes are heard. */
  synchronized int others() {
    return nodeToHeard.size();
  }

  /** How often another node was met that was not known, or not any more. */
  long meetings() {
    return meetings.get();
  }

  /** Something was heard of this node, be it its news or a question. */
  void met(String other) {
    if (!other.equals(node) && known.add(other)) {
      meetings.incrementAndGet();
    }
  }

  /** Calls this when this node goes on after it stood still for so long that others gave it up. */
  void onStandstill(Runnable listener) {
    afterStandstill.add(listener);
  }

  void serves(Service service) {
    leaving.remove(service);
    serving.add(service);
    call();
  }

  void leaves(Service service) {
    serving.remove(service);
    leaving.add(service);
    call();
  }

  void ends(Service service) {
    serving.remove(service);
    leaving.remove(service);
    call();
  }

  /** The cluster says that this member is dead. */
  void lost(String deadMember) {
    List<Heard> dead;
    synchronized (this) {
      dead =
          nodeToHeard.values().stream()
              .filter(heard -> heard.news().member().equals(deadMember))
              .toList();
      dead.forEach(heard -> nodeToHeard.remove(heard.news().node()));
    }
    dead.forEach(heard -> drop(heard.news(), "left the cluster"));
  }

  private void settleIfAllAreHeard() {
    if (others() >= membership.others()) {
      settled.tryComplete();
    }
  }

  private void call() {
    if (stopped) {
      return;
    }
    List<Service> offered =
        serving.stream().filter(service -> !service.needsRoster() || isTrusted()).toList();
    NodeNews news = new NodeNews(node, membership.name(), offered, List.copyOf(leaving));
    try {
      vertx.eventBus().publish(ADDRESS, news);
    } catch (RuntimeException unsent) {
      // The event bus throws when a connection that it is writing to breaks at this moment.
      log.atDebug().addKeyValue("why", unsent.getMessage()).log("not all others were told");
    }
  }

  /**
   * Whether this node can believe the cluster's maps, and its own ears. One that stood still has
   * copies of its own of what others go on changing, and one that the cluster counts among others
   * whom it does not hear, or that hears others whom the cluster has given up, is about to be
   * parted from them.
   */
  boolean isTrusted() {
    boolean isAwake = System.nanoTime() - lastCall < TAKEN_FOR_DEAD.toNanos();
    int heard = others();
    int members = membership.others();
    return isAwake && !inDoubt && 2 * members >= heard && 2 * heard >= members;
  }

  private void offerWhatIsTrusted() {
    for (Service service : serving) {
      if (service.needsRoster()) {
        Instance instance = new Instance(service, node);
        if (isTrusted()) {
          directory.serves(instance);
        } else {
          directory.leaves(instance);
        }
      }
    }
  }

  private void verify() {
    membership
        .verify()
        .onComplete(
            member -> {
              inDoubt = false;
              log.info("this node belongs to the cluster still, or again");
            },
            expelled -> vertx.setTimer(PERIOD.toMillis(), timer -> verify()));
  }

  private void callAndListen() {
    silent().forEach(news -> drop(news, "is silent"));
    offerWhatIsTrusted();
    call();
  }

  private synchronized List<NodeNews> silent() {
    long now = System.nanoTime();
    long slept = now - lastCall - PERIOD.toNanos();
    if (slept > TAKEN_FOR_DEAD.toNanos() && !inDoubt) {
      log.info("this node stood still and may have been given up");
      inDoubt = true; // before lastCall is set: in between it would seem awake
      verify();
    }
    lastCall = now;
    if (slept > PERIOD.toNanos()) {
      // It was this node that stood still: what others said meanwhile is yet to be read.
      nodeToHeard.replaceAll((name, heard) -> new Heard(heard.news(), heard.at() + slept));
      if (slept > TAKEN_FOR_DEAD.toNanos()) {
        afterStandstill.forEach(Runnable::run);
      }
      return List.of();
    }
    List<NodeNews> silent = new ArrayList<>();
    nodeToHeard
        .values()
        .removeIf(heard -> {
          boolean isSilent = now - heard.at() > LONGEST_SILENCE.toNanos();
          if (isSilent) {
            silent.add(heard.news());
          }
          return isSilent;
        });
    return silent;
  }

  private void drop(NodeNews news, String why) {
    known.remove(news.node());
    log.atInfo().addKeyValue("node", news.node()).addKeyValue("why", why).log("a node is gone");
    news.serving().forEach(service -> directory.lost(new Instance(service, news.node())));
    news.leaving().forEach(service -> directory.lost(new Instance(service, news.node())));
  }

  private void hear(Message<Object> message) {
    if (!(message.body() instanceof NodeNews news) || news.node().equals(node)) {
      return;
    }
    met(news.node());
    Heard before;
    synchronized (this) {
      before = nodeToHeard.put(news.node(), new Heard(news, System.nanoTime()));
    }
    if (before == null) {
      log.atInfo()
          .addKeyValue("node", news.node())
          .addKeyValue("serving", news.serving())
          .log("a node is there");
      call(); // it shall know this node before it is asked anything
    }
    news.serving().forEach(service -> directory.serves(new Instance(service, news.node())));
    news.leaving().forEach(service -> directory.leaves(new Instance(service, news.node())));
    if (before == null) {
      settleIfAllAreHeard();
    } else {
      dropWhatEnded(before.news(), news);
    }
  }

  private void dropWhatEnded(NodeNews before, NodeNews now) {
    for (List<Service> services : List.of(before.serving(), before.leaving())) {
      for (Service service : services) {
        if (!now.serving().contains(service) && !now.leaving().contains(service)) {
          directory.lost(new Instance(service, now.node()));
        }
      }
    }
  }
}
