// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.GatewayId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes that work together, as this one sees them: alone, or in a cluster. Any thread. */
public final class Nodes {
  private final Vertx vertx;
  private final String self;
  private final Directory directory = new Directory();
  private volatile @Nullable RollCall rollCall;

  Nodes(Vertx vertx, String self) {
    this.vertx = vertx;
    this.self = self;
  }

  /** Hears from the cluster that one of its members is dead. */
  public void lost(String member) {
    if (rollCall != null) {
      rollCall.lost(member);
    }
  }

  /** Whether there may be others. */
  public boolean isClustered() {
    return rollCall != null;
  }

  /** Completed when all who were there when this one came are known. */
  public Future<Void> settled() {
    return rollCall == null ? Future.succeededFuture() : rollCall.settled();
  }

  /** How many others are heard. */
  public int others() {
    return rollCall == null ? 0 : rollCall.others();
  }

  /**
   * How often this node has met another: one that it did not know, or that it had lost. Counted
   * before a question of that node is answered. Who was lost and is met again may have done things
   * meanwhile of which nothing was heard here.
   */
  public long meetings() {
    return rollCall == null ? 0 : rollCall.meetings();
  }

  /**
   * Whether questions about somebody come to this node: among several instances each has its share
   * of the users. True where no other offers the service.
   */
  public boolean isResponsible(Service service, String about) {
    return directory
        .responsible(service, about)
        .map(instance -> instance.node().equals(self))
        .orElse(true);
  }

  /** All gateways that are there, one that is about to go excepted. */
  public List<GatewayId> gateways() {
    return directory.of(Service.GATEWAY).stream()
        .map(instance -> new GatewayId(instance.node()))
        .toList();
  }

  /** Whether a gateway lives, as far as this node knows. */
  public boolean isThere(GatewayId gateway) {
    return directory.has(Instance.of(gateway));
  }

  /** Calls these, on the caller's context, when an instance has come or gone. */
  public void watch(Consumer<Instance> came, Consumer<Instance> gone) {
    Context context = vertx.getOrCreateContext();
    directory.listen(
        new Directory.Listener() {
          @Override
          public void came(Instance instance) {
            context.runOnContext(later -> came.accept(instance));
          }

          @Override
          public void gone(Instance instance) {
            context.runOnContext(later -> gone.accept(instance));
          }
        });
  }

  /** Calls this, on the caller's context, after others may have taken this node for dead. */
  public void onStandstill(Runnable listener) {
    Context context = vertx.getOrCreateContext();
    if (rollCall != null) {
      rollCall.onStandstill(() -> context.runOnContext(later -> listener.run()));
    }
  }

  /**
   * Whether this node can believe what it sees of the others. Not one that stood still, nor one
   * whose cluster and whose bus say different things.
   */
  public boolean isTrusted() {
    RollCall call = rollCall;
    return call == null || call.isTrusted();
  }

  /** Begins to hear others, and to be heard; completed when others can be heard. */
  Future<Void> join(Membership membership) {
    RollCall call = new RollCall(vertx, directory, self, membership);
    rollCall = call;
    return call.start();
  }

  /** Says no more, and hears no more. */
  void leave() {
    if (rollCall != null) {
      rollCall.stop();
    }
  }

  Directory directory() {
    return directory;
  }

  /** This instance of this node answers from now on. */
  void serves(Instance instance) {
    directory.serves(instance);
    if (rollCall != null) {
      rollCall.serves(instance.service());
    }
  }

  /** It takes nothing new from now on. */
  void leaves(Instance instance) {
    directory.leaves(instance);
    if (rollCall != null) {
      rollCall.leaves(instance.service());
    }
  }

  /** It does not answer any more. */
  void ends(Instance instance) {
    directory.lost(instance);
    if (rollCall != null) {
      rollCall.ends(instance.service());
    }
  }

  /** This node asks something here. */
  void met(String node) {
    RollCall call = rollCall;
    if (call != null) {
      call.met(node);
    }
  }

  /** Whether this node may answer for a service now. */
  boolean mayAnswer(Service service) {
    return !service.needsRoster() || isTrusted();
  }
}
