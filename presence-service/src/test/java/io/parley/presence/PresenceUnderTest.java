// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import static io.parley.presence.Answers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.PresenceEvent;
import io.parley.bus.PresenceEvent.Joined;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.Claimed;
import io.parley.bus.PresenceRequest.Departure;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Resume;
import io.parley.bus.Request;
import io.parley.bus.RequestRefused;
import io.parley.bus.Service;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The presence service on a real bus with one event loop, between an auth service and a gateway
 * that a test sets up in a few lines. Time moves when the test moves it.
 */
final class PresenceUnderTest implements BeforeEachCallback, AfterEachCallback {
  static final GatewayId GATEWAY = new GatewayId("g1");
  static final Username YODA = new Username("yoda");
  static final Username HAN = new Username("han");
  static final Username LUKE = new Username("luke");
  static final Duration GRACE = Duration.ofSeconds(5);
  static final Duration RESUME_FOR = Duration.ofHours(24);

  final MovableTime time = new MovableTime();
  final Trouble trouble = new Trouble();
  final MemoryLastSessions lastSessions = new MemoryLastSessions(trouble);
  final MemoryBlockList blockList = new MemoryBlockList(trouble);
  final MemorySignsOfLife signs = new MemorySignsOfLife();
  final Set<Username> accounts = Set.of(YODA, HAN, LUKE);
  final List<GatewayRequest<?>> askedOfGateway = new CopyOnWriteArrayList<>();
  final List<PresenceEvent> events = new CopyOnWriteArrayList<>();
  volatile Function<GatewayRequest<?>, Future<?>> gateway = q -> Future.succeededFuture(Done.DONE);

  /** Of sessions that ended without presence hearing of it. */
  final Set<Long> missing = new CopyOnWriteArraySet<>();

  volatile Duration endingTime = Duration.ofSeconds(30);
  Vertx vertx;
  Bus bus;
  private String deployment;
  private Bus.Registration gatewayAtWork;

  @Override
  public void beforeEach(ExtensionContext context) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    bus = Bus.on(vertx);
    await(bus.subscribe(events::add));
    await(bus.serve(Service.AUTH, AuthRequest.Exists.class, this::exists));
    gatewayAtWork =
        await(
            bus.serve(
                GATEWAY,
                GatewayRequest.class,
                question -> {
                  if (question instanceof GatewayRequest.Missing asked) {
                    return Future.succeededFuture(missingOf(asked));
                  }
                  askedOfGateway.add(question);
                  return gateway.apply(question);
                }));
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    await(vertx.close());
  }

  private GatewayRequest.MissingOnes missingOf(GatewayRequest.Missing question) {
    return new GatewayRequest.MissingOnes(
        question.numbers().stream().filter(missing::contains).toList());
  }

  /** Starts the service, before each test and again after {@link #stop}. */
  void start() {
    PresenceVerticle verticle =
        new PresenceVerticle(
            bus,
            lastSessions,
            blockList,
            signs,
            time,
            time,
            new ResumeRules(RESUME_FOR, GRACE, endingTime));
    deployment = await(vertx.deployVerticle(verticle));
  }

  void stop() {
    await(vertx.undeploy(deployment));
  }

  /** The gateway dies, with all its sessions. */
  void endGateway() {
    await(gatewayAtWork.end());
  }

  /** The answer. */
  <R> R ask(Request<R> question) {
    return await(bus.ask(question));
  }

  /** Why it is refused. */
  FailureCode refusalOf(Request<?> question) {
    RequestRefused refusal = catchThrowableOfType(RequestRefused.class, () -> ask(question));
    assertThat(refusal).as("refusal of %s", question).isNotNull();
    return refusal.code();
  }

  static SessionRef session(long number) {
    return new SessionRef(GATEWAY, number);
  }

  Claimed login(Username user, long session) {
    return ask(new Claim(user, session(session), Optional.of("secret " + session)));
  }

  Claimed resume(Username user, long old, long fresh) {
    return ask(resuming(user, old, fresh));
  }

  static Resume resuming(Username user, long old, long fresh) {
    return new Resume(user, session(fresh), "secret " + old, "secret " + fresh);
  }

  void release(Username user, long session, Departure departure) {
    ask(new Release(user, session(session), departure));
  }

  /** Waits until this holds. */
  void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time until it holds").isLessThan(end);
      turnOfEventLoop();
    }
  }

  /** Moves the clock, and waits until all that this starts for the user has been done. */
  void pass(Duration length, Username user) {
    time.pass(length);
    settle(user);
  }

  /** Waits until what has been begun for the user has been done and told. */
  void settle(Username user) {
    release(user, Long.MAX_VALUE, Departure.ENDED);
  }

  /** The roster, as another node sees and changes it. */
  Future<Roster> roster() {
    return Roster.open(vertx);
  }

  /** Waits until the event loop has done what waits for it now. */
  void turnOfEventLoop() {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(turn -> done.complete());
    await(done.future());
  }

  /** What the others heard of a user, oldest first. */
  List<String> toldOf(Username user) {
    return events.stream()
        .filter(event -> event.user().equals(user))
        .map(event -> event instanceof Joined ? "came" : "went")
        .toList();
  }

  private Future<AuthRequest.Existence> exists(AuthRequest.Exists question) {
    return Future.succeededFuture(new AuthRequest.Existence(accounts.contains(question.user())));
  }
}
