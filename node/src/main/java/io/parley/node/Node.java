// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.parley.bus.Bus;
import io.parley.model.GatewayId;
import io.parley.node.metrics.QuestionTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process, or a part of one, that plays roles: Vert.x, bus, database and HTTP port, all started
 * in order and stopped in reverse.
 */
public final class Node {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final long HEALTH_PERIOD_MILLIS = 2000;
  private static final Duration LEAVING_MAY_TAKE = Duration.ofSeconds(8);

  /** Maps of a cluster hold a worker while a member of it is being given up. */
  private static final int CLUSTERED_WORKERS = 20;

  private final NodeContext context;
  private final HttpPort http;
  private final List<String> announcements;
  private final Deque<String> deployments = new ArrayDeque<>();
  private Optional<Integer> httpPort = Optional.empty();
  private @Nullable Future<Void> stopped;

  private Node(NodeContext context, List<String> announcements) {
    this.context = context;
    this.announcements = announcements;
    this.http = new HttpPort(context.vertx(), context.oversight());
  }

  /**
   * The main of a program that plays these roles: reads its arguments, starts, says where it
   * listens, and stops in order at Ctrl+C or SIGTERM. Roles that others ask come before those that
   * ask them.
   */
  public static void run(String[] arguments, Role... roles) {
    new Program(List.of(roles)).run(List.of(arguments));
  }

  /**
   * Starts a node within a process that has other things to do, such as a test.
   *
   * @return the node, when it plays all roles; if it cannot, what was started is stopped again
   */
  public static Future<Node> start(Settings settings, InstantSource clock, Role... roles) {
    if (!isClustered(settings)) {
      return of(settings, clock, Vertx.vertx(options(settings))).play(roles);
    }
    Future<Cluster> joined;
    try {
      joined = Cluster.join(settings, options(settings).setWorkerPoolSize(CLUSTERED_WORKERS));
    } catch (UsageProblem problem) {
      return Future.failedFuture(problem);
    }
    return joined.compose(cluster -> {
      Node node = of(settings, clock, cluster.vertx());
      Bus bus = node.context.bus();
      cluster.onLoss(bus.nodes()::lost);
      node.watch(cluster);
      return bus.join(cluster)
          .compose(heard -> node.play(roles))
          .onSuccess(playing -> node.announceCluster(cluster));
    });
  }

  private static Node of(Settings settings, InstantSource clock, Vertx vertx) {
    GatewayId id = newId();
    Oversight oversight = Oversight.fresh(clock);
    Bus bus = Bus.on(vertx, id.value(), new QuestionTimes(oversight.metrics()));
    List<String> announcements = new ArrayList<>();
    return new Node(
        new NodeContext(
            vertx,
            bus,
            settings,
            Storage.of(vertx, settings, oversight.metrics()),
            clock,
            id,
            oversight,
            announcements::add),
        announcements);
  }

  private Future<Node> play(Role... roles) {
    // The HTTP port first, so that one can see from outside how the start goes on.
    // On no context: the answer must arrive although Vert.x is closed by then.
    return Future.succeededFuture()
        .compose(start -> listen())
        .compose(listening -> deploy(List.of(roles)))
        .map(deployed -> ready())
        .recover(failure -> stop().transform((done, e) -> Future.failedFuture(failure)));
  }

  private static boolean isClustered(Settings settings) {
    return settings.get(ServerSettings.CLUSTER_MEMBERS).isPresent()
        || settings.get(ServerSettings.CLUSTER_DNS).isPresent();
  }

  /**
   * Whether the bus carries: most of the other members must be heard on it. Not all, or one whose
   * bus is broken would make all the others unready.
   */
  private void watch(Cluster cluster) {
    int minimum = context.settings().get(ServerSettings.CLUSTER_MINIMUM);
    context
        .startup()
        .register(
            "cluster", () -> holds(cluster.size() >= minimum, "fewer members than " + minimum));
    context
        .readiness()
        .register(
            "cluster",
            () ->
                holds(
                    2 * context.bus().nodes().others() >= cluster.size() - 1,
                    "most other members are not heard on the bus"));
    context.metrics().gauge("parley.cluster.members", "Nodes in the cluster.", cluster::size);
    context
        .metrics()
        .gauge(
            "parley.cluster.heard", "Other nodes heard on the bus.", context.bus().nodes()::others);
  }

  private static Future<Void> holds(boolean condition, String otherwise) {
    return condition ? Future.succeededFuture() : Future.failedFuture(otherwise);
  }

  private void announceCluster(Cluster cluster) {
    int size = cluster.size();
    announcements.add("In a cluster of " + size + (size == 1 ? " node so far" : " nodes"));
  }

  /** For commands that start a node for a moment: warnings only, as a server has them. */
  public static void keepQuiet() {
    Logs.configure(false);
  }

  private static VertxOptions options(Settings settings) {
    return new VertxOptions()
        .setEventLoopPoolSize(settings.get(ServerSettings.EVENT_LOOPS))
        .setWorkerPoolSize(4)
        .setInternalBlockingPoolSize(4)
        .setPreferNativeTransport(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static GatewayId newId() {
    return new GatewayId(new BigInteger(50, new SecureRandom()).toString(Character.MAX_RADIX));
  }

  private Future<?> deploy(List<Role> roles) {
    Future<?> before = Future.succeededFuture();
    for (Role role : roles) {
      before =
          before
              .compose(done -> role.deploy(context))
              .onSuccess(deployment -> {
                deployments.push(deployment);
                log.atInfo().addKeyValue("role", role.name()).log("started");
              });
    }
    return before;
  }

  private Future<?> listen() {
    Settings settings = context.settings();
    Optional<Integer> wanted = settings.get(ServerSettings.HTTP_PORT);
    if (wanted.isEmpty()) {
      return Future.succeededFuture();
    }
    String host = settings.get(ServerSettings.HTTP_HOST);
    return http.listen(host, wanted.get())
        .onSuccess(port -> httpPort = Optional.of(port))
        .recover(failure -> {
          StartProblem problem =
              StartProblem.cannotListen(host, wanted.get(), "--http-port", failure);
          if (settings.isGiven(ServerSettings.HTTP_PORT)) {
            return Future.failedFuture(problem);
          }
          // Nobody asked for it: people can talk without it.
          log.warn("no health checks: {}", problem.getMessage());
          return Future.succeededFuture(0);
        });
  }

  private Node ready() {
    Storage storage = context.storage();
    storage.place().ifPresent(place -> context.readiness().register("database", storage::answers));
    context.vertx().setPeriodic(HEALTH_PERIOD_MILLIS, timer -> context.readiness().ask());
    context.metrics().gauge("parley.info", "What runs here.", () -> 1, "version", version());
    http.deployed();
    return this;
  }

  private static String version() {
    return Optional.ofNullable(Node.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** What a person who started this node must know, a line each. */
  public List<String> announcements() {
    List<String> lines = new ArrayList<>(announcements);
    httpPort.ifPresent(port ->
        lines.add(
            "Health checks on http://"
                + context.settings().get(ServerSettings.HTTP_HOST)
                + ":"
                + port
                + "/health/ready"));
    context.storage().place().ifPresent(place -> lines.add("Data in " + place));
    return lines;
  }

  /** What the roles of this node were given. */
  public NodeContext context() {
    return context;
  }

  /** Where it tells how it is; nothing if it does not. */
  public Optional<Integer> httpPort() {
    return httpPort;
  }

  /** Ends the roles, the last one started first, then gives up all else. */
  public synchronized Future<Void> stop() {
    if (stopped == null) {
      stopped = stopOnce();
    }
    return stopped;
  }

  private Future<Void> stopOnce() {
    http.stopping();
    Future<Void> before = Future.succeededFuture();
    while (!deployments.isEmpty()) {
      String deployment = deployments.pop();
      before = before.compose(done -> undeploy(deployment));
    }
    return before
        .compose(done -> context.storage().close())
        .onFailure(failure -> log.error("the database did not close in order", failure))
        .onComplete(done -> http.close())
        .onComplete(done -> context.bus().leave())
        .transform((done, failure) -> leaveCluster());
  }

  /**
   * Gives up Vert.x, and with it the cluster. One that falls apart at this moment keeps those who
   * want to leave in order; the others notice within seconds that a node has gone.
   */
  private Future<Void> leaveCluster() {
    return context
        .vertx()
        .close()
        .timeout(LEAVING_MAY_TAKE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> {
          log.atWarn().addKeyValue("why", Reason.of(failure)).log("left without a goodbye");
          return Future.succeededFuture();
        });
  }

  private Future<Void> undeploy(String deployment) {
    return context
        .vertx()
        .undeploy(deployment)
        .onFailure(failure -> log.error("a role did not stop in order", failure))
        .otherwiseEmpty();
  }
}
