// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.MessagingRequest;
import io.parley.bus.PresenceRequest;
import io.parley.bus.RequestRefused;
import io.parley.bus.Service;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The services around a courier, played from a script: who exists, who is where, who blocks whom,
 * and what a gateway does with what it is given. Everything runs on one event loop.
 */
final class ScriptedTown {
  static final GatewayId GATEWAY = new GatewayId("g1");

  final Set<Username> accounts = new HashSet<>();
  final Map<Username, SessionRef> online = new HashMap<>();
  final Set<List<Username>> blocks = new HashSet<>();

  /** When all blocks were made. */
  Instant blockedSince = Instant.EPOCH;

  final List<String> happenings = Collections.synchronizedList(new ArrayList<>());

  /** Of all that was to be delivered. */
  final List<Long> runs = Collections.synchronizedList(new ArrayList<>());

  boolean presenceIsAway;
  boolean routesAreHeld;
  final List<Promise<Void>> heldRoutes = Collections.synchronizedList(new ArrayList<>());
  int questionsThatPresenceRefuses;
  Function<GatewayRequest.Deliver, Future<DeliveryAnswer>> gateway =
      deliver -> Future.succeededFuture(new GatewayRequest.Delivered());

  static SessionRef session(long number) {
    return new SessionRef(GATEWAY, number);
  }

  void open(Bus bus) throws Exception {
    await(bus.serve(Service.AUTH, AuthRequest.class, this::auth));
    await(bus.serve(Service.PRESENCE, PresenceRequest.class, this::presence));
    await(bus.serve(GATEWAY, GatewayRequest.class, this::gateway));
  }

  private Future<?> auth(AuthRequest<?> request) {
    return switch (request) {
      case AuthRequest.Exists q ->
          Future.succeededFuture(new AuthRequest.Existence(accounts.contains(q.user())));
      default -> Future.failedFuture("not in this play");
    };
  }

  private Future<?> presence(PresenceRequest<?> request) {
    if (presenceIsAway || questionsThatPresenceRefuses-- > 0) {
      return Future.failedFuture(new RequestRefused(FailureCode.UNAVAILABLE, "away"));
    }
    return switch (request) {
      case PresenceRequest.Route q -> {
        if (!routesAreHeld) {
          yield Future.succeededFuture(route(q));
        }
        Promise<Void> mayBeAnswered = Promise.promise();
        heldRoutes.add(mayBeAnswered);
        yield mayBeAnswered.future().map(go -> route(q));
      }
      case PresenceRequest.HasBlocked q ->
          Future.succeededFuture(
              new PresenceRequest.BlockState(
                  Optional.of(blockedSince)
                      .filter(since -> blocks.contains(List.of(q.user(), q.other())))));
      default -> Future.failedFuture("not in this play");
    };
  }

  private PresenceRequest.RouteAnswer route(PresenceRequest.Route q) {
    SessionRef session = online.get(q.to());
    if (session != null) {
      return new PresenceRequest.Reachable(session);
    }
    return blocks.contains(List.of(q.to(), q.from()))
        ? new PresenceRequest.BlockedRoute()
        : new PresenceRequest.Away();
  }

  private Future<?> gateway(GatewayRequest<?> request) {
    return switch (request) {
      case GatewayRequest.Deliver q -> {
        String first = q.lookFirst() ? ", which looks into the mailbox first" : "";
        happenings.add("deliver " + q.message().id() + " to " + q.session().number() + first);
        runs.add(q.run());
        yield gateway.apply(q);
      }
      case GatewayRequest.Nudge q -> {
        happenings.add("nudge " + q.session().number());
        yield Future.succeededFuture(Done.DONE);
      }
      case GatewayRequest.TellAll q ->
          Future.succeededFuture(new MessagingRequest.Reached(3, true));
      default -> Future.failedFuture("not in this play");
    };
  }

  /** Runs something on the one event loop and waits for what it answers. */
  static <T> T onLoop(Vertx vertx, java.util.function.Supplier<Future<T>> work) throws Exception {
    Promise<T> result = Promise.promise();
    LOOP.computeIfAbsent(vertx, Vertx::getOrCreateContext)
        .runOnContext(go -> work.get().onComplete(result));
    return await(result.future());
  }

  private static final Map<Vertx, io.vertx.core.Context> LOOP =
      Collections.synchronizedMap(new java.util.WeakHashMap<>());

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
