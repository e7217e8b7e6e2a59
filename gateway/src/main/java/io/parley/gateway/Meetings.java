// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.GatewayRequest.Declined;
import io.parley.bus.GatewayRequest.Expecting;
import io.parley.bus.GatewayRequest.Gone;
import io.parley.bus.GatewayRequest.Meet;
import io.parley.bus.GatewayRequest.MeetAnswer;
import io.parley.bus.GatewayRequest.TakesNone;
import io.parley.bus.GatewayRequest.Unwelcome;
import io.parley.model.PeerAddress;
import io.parley.model.PeerOffer;
import io.parley.model.PeerPolicy;
import io.parley.model.Secret;
import io.parley.model.Username;
import io.parley.wire.Notice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gives a client's address to others who want a private session, where the user's policy says so
 * only after the user consented. Event loop of the session only.
 */
final class Meetings {
  /** How long a user may think about a request. */
  static final Duration CONSENT_TIME = Duration.ofSeconds(30);

  /** More users than this do not ask at the same time, unless they mean harm. */
  private static final int ASKING_AT_MOST = 100;

  private final Vertx vertx;
  private final BlockSet blocks;
  private final Optional<PeerOffer> offer;
  private final String seenHost;
  private final Consumer<Notice> client;
  private final Map<Secret, Asking> tokenToAsking = new LinkedHashMap<>(0);
  private boolean closed;

  private record Asking(Meet request, Promise<MeetAnswer> answer, long timer) {}

  /**
   * @param offer what the client said of itself at its login
   * @param seenHost the address that the gateway sees, for a client that did not name one
   * @param client who hears of the requests
   */
  Meetings(
      Vertx vertx,
      BlockSet blocks,
      Optional<PeerOffer> offer,
      String seenHost,
      Consumer<Notice> client) {
    this.vertx = vertx;
    this.blocks = blocks;
    this.offer = offer;
    this.seenHost = seenHost;
    this.client = client;
  }

  /** Answers who wants this client's address. */
  Future<MeetAnswer> meet(Meet request) {
    if (closed) {
      return Future.succeededFuture(new Gone());
    }
    if (blocks.contains(request.from())) {
      return Future.succeededFuture(new Unwelcome());
    }
    if (offer.isEmpty()) {
      return Future.succeededFuture(new TakesNone());
    }
    if (offer.get().policy() == PeerPolicy.AUTO) {
      return Future.succeededFuture(expect(request, offer.get()));
    }
    return askForConsent(request);
  }

  /**
   * The user has decided on a request.
   *
   * @return whether it was still open
   */
  boolean decide(Secret token, boolean accepted) {
    Asking asking = tokenToAsking.get(token);
    if (asking == null || offer.isEmpty()) {
      return false;
    }
    settle(asking, accepted ? expect(asking.request(), offer.get()) : new Declined());
    return true;
  }

  /** Turns away a user who has just been blocked. */
  void dropFrom(Username user) {
    settleAll(asking -> asking.request().from().equals(user), new Unwelcome());
  }

  /** Turns everybody away: the client goes. */
  void close() {
    closed = true;
    settleAll(asking -> true, new Gone());
  }

  private Future<MeetAnswer> askForConsent(Meet request) {
    if (tokenToAsking.size() >= ASKING_AT_MOST
        || tokenToAsking.containsKey(request.token())
        || isAsking(request.from())) {
      return Future.succeededFuture(new Declined());
    }
    Promise<MeetAnswer> answer = Promise.promise();
    long timer = vertx.setTimer(CONSENT_TIME.toMillis(), fired -> decide(request.token(), false));
    tokenToAsking.put(request.token(), new Asking(request, answer, timer));
    client.accept(new Notice.PeerRequested(request.from(), request.token()));
    return answer.future();
  }

  /** Whoever asks again and again must not fill another person's screen with questions. */
  private boolean isAsking(Username user) {
    return tokenToAsking.values().stream().anyMatch(each -> each.request().from().equals(user));
  }

  private MeetAnswer expect(Meet request, PeerOffer offered) {
    client.accept(new Notice.PeerExpected(request.from(), request.fingerprint(), request.token()));
    return new Expecting(
        new PeerAddress(
            offered.host().orElse(seenHost),
            offered.port(),
            offered.fingerprint(),
            request.token()));
  }

  private void settleAll(Predicate<Asking> which, MeetAnswer answer) {
    List.copyOf(tokenToAsking.values()).stream()
        .filter(which)
        .forEach(asking -> settle(asking, answer));
  }

  private void settle(Asking asking, MeetAnswer answer) {
    vertx.cancelTimer(asking.timer());
    tokenToAsking.remove(asking.request().token());
    asking.answer().complete(answer);
  }
}
