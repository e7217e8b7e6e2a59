// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway.admin;

import io.parley.bus.Bus;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BasicAuthHandler;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin/v1} on the HTTP port of a gateway: for administrators only, with name and password.
 * Every request is told to the audit log with who asked, from where, for what, and the outcome;
 * never a text or a password.
 */
public final class AdminApi {
  /** The name of the log that says who did what. */
  static final String AUDIT = "io.parley.audit";

  private static final Logger audit = LoggerFactory.getLogger(AUDIT);
  private static final Logger log = LoggerFactory.getLogger(AdminApi.class);
  private static final String ROOT = "/admin/v1";

  private final AdminOperations operations;
  private final AdminAccess access;
  private final Function<String, Optional<Duration>> holdsBack;
  private final Supplier<Future<Void>> drain;

  /**
   * @param holdsBack how long whoever comes from an address has to wait, since each request has a
   *     password to be checked; called on the event loop of the HTTP port
   * @param drain begins to send the clients of this gateway away; completed when it has begun
   */
  public AdminApi(
      Bus bus,
      InstantSource clock,
      Function<String, Optional<Duration>> holdsBack,
      Supplier<Future<Void>> drain) {
    this.operations = new AdminOperations(bus, clock);
    this.access = new AdminAccess(bus);
    this.holdsBack = holdsBack;
    this.drain = drain;
  }

  /** Adds its routes. */
  public void appearOn(Router router) {
    router.route(ROOT + "/*").failureHandler(this::fail);
    router.route(ROOT + "/*").handler(this::requirePatience);
    router.route(ROOT + "/*").handler(BasicAuthHandler.create(access, "parley"));
    router.route(ROOT + "/*").handler(AdminApi::requireJson);
    router
        .route(ROOT + "/*")
        .handler(BodyHandler.create(false).setBodyLimit(AdminInput.LONGEST_BODY));
    router.get(ROOT + "/sessions").handler(request -> carryOut(request, this::sessions));
    router.delete(ROOT + "/sessions/:user").handler(request -> carryOut(request, this::kick));
    router.delete(ROOT + "/locks/:user").handler(request -> carryOut(request, this::unlock));
    router.post(ROOT + "/announcements").handler(request -> carryOut(request, this::announce));
    router.post(ROOT + "/drain").handler(request -> carryOut(request, this::drain));
    router.route(ROOT + "/*").handler(request -> request.fail(404));
  }

  /** What becomes of a request that was carried out: status 204 without a body. */
  private record Outcome(int status, JsonObject body) {
    static final Outcome DONE = new Outcome(204, new JsonObject());
  }

  private void requirePatience(RoutingContext request) {
    holdsBack
        .apply(request.request().remoteAddress().hostAddress())
        .ifPresentOrElse(
            wait ->
                request.fail(
                    new RequestRefused(FailureCode.RATE_LIMITED, "too many passwords", wait)),
            request::next);
  }

  /** A page of another site can make a browser send a form, but not this. */
  private static void requireJson(RoutingContext request) {
    String type = String.valueOf(request.request().getHeader("content-type"));
    if (request.request().method().name().equals("POST") && !type.startsWith("application/json")) {
      request.fail(
          Problem.of(415, "Not understood", "POST needs content-type: application/json.")
              .asException());
    } else {
      request.next();
    }
  }

  private Future<Outcome> sessions(RoutingContext request) {
    return operations
        .sessions(
            AdminInput.user(request, "user"),
            AdminInput.user(request, "after"),
            AdminInput.limit(request))
        .map(found -> {
          JsonArray sessions = new JsonArray();
          found
              .sessions()
              .forEach(one ->
                  sessions.add(
                      new JsonObject()
                          .put("user", one.user().value())
                          .put("gateway", one.session().gateway().toString())
                          .put("session", one.session().number())));
          return new Outcome(
              200, new JsonObject().put("online", found.online()).put("sessions", sessions));
        });
  }

  private Future<Outcome> kick(RoutingContext request) {
    Username user = AdminInput.userInPath(request);
    return operations.kick(user).map(Outcome.DONE);
  }

  private Future<Outcome> unlock(RoutingContext request) {
    Username user = AdminInput.userInPath(request);
    return operations.unlock(user).map(Outcome.DONE);
  }

  private Future<Outcome> announce(RoutingContext request) {
    return operations
        .announce(AdminInput.text(request))
        .map(reached -> new Outcome(200, new JsonObject().put("reached", reached)));
  }

  private Future<Outcome> drain(RoutingContext request) {
    AdminInput.nothing(request);
    return drain.get().map(begun -> new Outcome(202, new JsonObject().put("draining", true)));
  }

  private static void carryOut(
      RoutingContext request, Function<RoutingContext, Future<Outcome>> operation) {
    operation
        .apply(request)
        .onComplete(
            outcome -> {
              tell(request, outcome.status());
              request.response().setStatusCode(outcome.status());
              request.response().putHeader("cache-control", "no-store");
              if (outcome.status() == 204) {
                request.response().end();
              } else {
                request.json(outcome.body());
              }
            },
            request::fail);
  }

  private void fail(RoutingContext request) {
    Problem problem = problem(request);
    tell(request, problem.status());
    problem.answer(request);
  }

  private static Problem problem(RoutingContext request) {
    // Vert.x wraps what the services said, and then knows no other status than 401.
    for (Throwable cause = request.failure(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem.Stopped stopped) {
        return stopped.problem();
      }
      if (cause instanceof RequestRefused refusal) {
        return Problem.of(refusal);
      }
    }
    return Problem.ofStatus(request.statusCode())
        .orElseGet(() -> {
          log.error("a request of an administrator failed", request.failure());
          return Problem.of(500, "Failed", "Something went wrong here; the log says what.");
        });
  }

  private static void tell(RoutingContext request, int status) {
    // Who was not let in is nobody; what the path says may be anything, so only a name is told.
    audit
        .atInfo()
        .addKeyValue("actor", request.user() == null ? "-" : request.user().subject())
        .addKeyValue("address", request.request().remoteAddress().hostAddress())
        .addKeyValue("operation", request.request().method() + " " + operation(request))
        .addKeyValue(
            "target",
            Username.parse(String.valueOf(request.pathParam("user")))
                .filter(name -> request.pathParam("user") != null)
                .map(Username::value)
                .orElse("-"))
        .addKeyValue("status", status)
        .log("admin");
  }

  private static String operation(RoutingContext request) {
    String rest = request.normalizedPath().substring(ROOT.length());
    int end = rest.indexOf('/', 1);
    String word = end < 0 ? rest : rest.substring(0, end);
    return word.matches("/[a-z]{1,20}") ? word : "-";
  }
}
