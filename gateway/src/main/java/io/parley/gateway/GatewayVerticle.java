// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest;
import io.parley.loop.TimeLimit;
import io.parley.model.GatewayId;
import io.parley.model.GoodbyeReason;
import io.parley.wire.Greeting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens for clients, and for what services have to say to them. */
final class GatewayVerticle extends VerticleBase {
  /** How long clients, store and presence may take to part in good order. */
  private static final Duration PARTING = Duration.ofSeconds(5);

  private final Bus bus;
  private final InstantSource clock;
  private final GatewayId id;
  private final GatewayLimits limits;
  private final Greeting greeting;
  private final NetServerOptions options;
  private final Optional<TlsPort> tls;
  private final Traffic traffic;
  private final List<Bus.Registration> registrations = new ArrayList<>();
  private @Nullable Gateway gateway;
  private @Nullable NetServer server;
  private volatile boolean stopping;

  GatewayVerticle(
      Bus bus,
      InstantSource clock,
      GatewayId id,
      GatewayLimits limits,
      Greeting greeting,
      NetServerOptions options,
      Optional<TlsPort> tls,
      Traffic traffic) {
    this.bus = bus;
    this.clock = clock;
    this.id = id;
    this.limits = limits;
    this.greeting = greeting;
    this.options = options;
    this.tls = tls;
    this.traffic = traffic;
  }

  @Override
  public Future<?> start() {
    Gateway started = Gateway.of((ContextInternal) context, bus, clock, id, limits, traffic);
    Deliveries deliveries = new Deliveries(started.sessions());
    gateway = started;
    // Clients come last: nobody may be here whom the services cannot reach.
    return bus.serve(id, GatewayRequest.class, deliveries::answer)
        .onSuccess(registrations::add)
        .compose(serving -> bus.subscribe(started.sessions()::tell))
        .onSuccess(registrations::add)
        .compose(subscribed -> listen(started))
        .onSuccess(listening -> {
          if (bus.nodes().isClustered()) {
            new Refresher(vertx, bus, id, started.sessions()).start();
          }
        });
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    if (gateway == null || server == null) {
      return Future.succeededFuture();
    }
    Departures departures = gateway.departures();
    Duration atMost = limits.drain().plus(PARTING);
    Future<?> closed =
        Future.join(
            server.shutdown(atMost.toMillis(), TimeUnit.MILLISECONDS),
            tls.map(port -> port.shutdown(atMost)).orElseGet(Future::succeededFuture));
    Future<?> parted =
        TimeLimit.within(
            atMost,
            new Drain(vertx, gateway.sessions(), limits.drain())
                .run()
                .eventually(departures::settled));
    return Future.join(closed, parted)
        .otherwiseEmpty()
        .eventually(() -> Future.join(registrations.stream().map(Bus.Registration::end).toList()));
  }

  /** Succeeds unless clients are being sent away. Any thread may ask. */
  Future<?> takesClients() {
    return stopping ? Future.failedFuture("draining") : Future.succeededFuture();
  }

  /**
   * Sends all clients away, and those who come from now on, while the process goes on. Any thread
   * may ask.
   */
  Future<Void> drain() {
    Promise<Void> begun = Promise.promise();
    context.runOnContext(start -> {
      stopping = true;
      if (gateway != null) {
        new Drain(vertx, gateway.sessions(), limits.drain()).run();
      }
      begun.complete();
    });
    return begun.future();
  }

  /** Where clients connect; known once started. */
  int port() {
    return server == null ? 0 : server.actualPort();
  }

  private Future<?> listen(Gateway started) {
    NetServer listening = vertx.createNetServer(Keepalive.on(new NetServerOptions(options)));
    server = listening;
    return listening
        .connectHandler(socket -> welcome(started, socket))
        .listen()
        .compose(open ->
            tls.isEmpty()
                ? Future.succeededFuture()
                : tls.get().listen(socket -> welcome(started, socket)));
  }

  private void welcome(Gateway started, NetSocket socket) {
    Session session = new Session(started, (NetSocketInternal) socket);
    session.begin(greeting);
    started.sessions().connected(session);
    if (stopping) {
      session.end(GoodbyeReason.SHUTDOWN);
    }
  }
}
