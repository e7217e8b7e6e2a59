// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.parley.bus.Bus;
import io.parley.model.GatewayId;
import io.parley.node.Settings;
import io.parley.node.metrics.Metrics;
import io.parley.wire.Greeting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A gateway with fake services, on a free port. */
final class TestGateway implements AutoCloseable {
  final Vertx vertx;
  final Bus bus;
  final GatewayId id = new GatewayId("gateway-1");
  final FakeServices services;
  private final GatewayVerticle verticle;
  final Optional<TlsPort> tls;
  private final String deployment;
  private final List<TestClient> clients = new ArrayList<>();

  TestGateway() {
    this(Map.of());
  }

  TestGateway(Map<String, String> settings) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    bus = Bus.on(vertx);
    services = new FakeServices(bus, id);
    await(services.open());
    Settings all = Settings.of(settings);
    tls = settings.containsKey("tls-port") ? Optional.of(tlsPort(vertx, all)) : Optional.empty();
    verticle =
        new GatewayVerticle(
            bus,
            InstantSource.system(),
            id,
            GatewayLimits.of(all),
            Greeting.of("1.2.3"),
            new NetServerOptions().setHost("127.0.0.1").setPort(0),
            tls,
            new Traffic(new Metrics()));
    deployment = await(vertx.deployVerticle(verticle));
  }

  private static TlsPort tlsPort(Vertx vertx, Settings settings) {
    CertificateFiles files = CertificateFiles.of(settings);
    return new TlsPort(
        vertx,
        new NetServerOptions().setHost("127.0.0.1").setPort(0),
        files,
        files.readOrMake(vertx, InstantSource.system()),
        true);
  }

  /** A client that encrypts and believes the server whoever it is. */
  TestClient clientWithTls(String... protocols) {
    TestClient client = TestClient.withTls(tls.orElseThrow().port(), protocols);
    clients.add(client);
    return client;
  }

  TestClient client() {
    return client(0);
  }

  TestClient client(int receiveBuffer) {
    TestClient client = new TestClient(verticle.port(), receiveBuffer);
    clients.add(client);
    return client;
  }

  int port() {
    return verticle.port();
  }

  Future<Void> stop() {
    return vertx.undeploy(deployment);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until something is so. */
  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not become so");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    clients.forEach(TestClient::close);
    await(vertx.close());
  }
}
