// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import static io.parley.node.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bus.AuthRequest;
import io.parley.bus.Request;
import io.parley.bus.RequestRefused;
import io.parley.model.FailureCode;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.node.FreshDatabase;
import io.parley.node.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The auth service as the others know it: questions over the bus, and their answers. */
final class AuthService {
  final CountedHashes hashes = new CountedHashes();
  final MovedClock clock = new MovedClock();
  private final NodeContext node;
  private @Nullable String deployment;

  AuthService(FreshDatabase fresh, Map<String, String> options) {
    node = fresh.node(options, clock);
  }

  AuthService start() {
    deployment =
        await(node.vertx().deployVerticle(new AuthVerticle(node, hashes, Promise.promise())));
    return this;
  }

  /** Ends it, if it runs. */
  void stop() {
    if (deployment != null) {
      await(node.vertx().undeploy(deployment));
      deployment = null;
    }
  }

  void restart() {
    stop();
    start();
  }

  <R> Future<R> ask(Request<R> question) {
    return node.bus().ask(question);
  }

  Future<?> register(String user, String password) {
    return ask(new AuthRequest.Register(user, new Secret(password)));
  }

  Future<?> login(String user, String password) {
    return ask(new AuthRequest.Authenticate(new Username(user), new Secret(password)));
  }

  Future<?> change(String user, String old, String fresh) {
    return ask(
        new AuthRequest.ChangePassword(new Username(user), new Secret(old), new Secret(fresh)));
  }

  boolean exists(String user) {
    return await(ask(new AuthRequest.Exists(new Username(user)))).exists();
  }

  /** How many hashes were computed since the last time somebody asked. */
  int hashesSinceLast() {
    return hashes.made.getAndSet(0) + hashes.tried.getAndSet(0);
  }

  static void assertDone(Future<?> answer) {
    await(answer);
    assertThat(answer.succeeded()).isTrue();
  }

  static RequestRefused assertRefused(Future<?> answer, FailureCode code) {
    RequestRefused refusal = refusalOf(answer);
    assertThat(refusal.code()).isEqualTo(code);
    return refusal;
  }

  static RequestRefused refusalOf(Future<?> answer) {
    Throwable failure =
        await(
            answer.transform((done, cause) ->
                cause == null
                    ? Future.failedFuture("was not refused")
                    : Future.succeededFuture(cause)));
    return (RequestRefused) failure;
  }
}
