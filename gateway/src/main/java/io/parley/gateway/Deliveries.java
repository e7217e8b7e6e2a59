// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.bus.GatewayRequest.MeetAnswer;
import io.parley.bus.GatewayRequest.MissingOnes;
import io.vertx.core.Future;
import java.util.Optional;

/** Answers what services ask of this gateway's sessions. Event loop of the gateway only. */
final class Deliveries {
  private final Sessions sessions;

  Deliveries(Sessions sessions) {
    this.sessions = sessions;
  }

  Future<?> answer(GatewayRequest<?> question) {
    return switch (question) {
      case GatewayRequest.Deliver q -> q.answeredBy(deliver(q));
      case GatewayRequest.Nudge q -> q.answeredBy(nudge(q));
      case GatewayRequest.TellAll q ->
          q.answeredBy(Future.succeededFuture(sessions.tellAll(q.from(), q.text(), q.at())));
      case GatewayRequest.Announce q ->
          q.answeredBy(Future.succeededFuture(sessions.announce(q.text(), q.at())));
      case GatewayRequest.Meet q -> q.answeredBy(meet(q));
      case GatewayRequest.End q -> q.answeredBy(end(q));
      case GatewayRequest.Missing q ->
          q.answeredBy(Future.succeededFuture(new MissingOnes(sessions.missing(q.numbers()))));
    };
  }

  private Future<DeliveryAnswer> deliver(GatewayRequest.Deliver question) {
    return member(question)
        .map(member -> deliver(question, member.inbox()))
        .orElseGet(() -> Future.succeededFuture(new GatewayRequest.NotDelivered()));
  }

  private static Future<DeliveryAnswer> deliver(GatewayRequest.Deliver question, Inbox inbox) {
    if (question.lookFirst()) {
      inbox.nudge();
    }
    return inbox.deliver(question.message(), question.run());
  }

  private Future<Done> nudge(GatewayRequest.Nudge question) {
    member(question).ifPresent(member -> member.inbox().nudge());
    return Future.succeededFuture(Done.DONE);
  }

  private Future<MeetAnswer> meet(GatewayRequest.Meet question) {
    return member(question)
        .map(member -> member.meetings().meet(question))
        .orElseGet(() -> Future.succeededFuture(new GatewayRequest.Gone()));
  }

  private Future<Done> end(GatewayRequest.End question) {
    return sessions
        .find(question.session())
        .map(session -> session.end(Ending.by(question.reason())).map(Done.DONE))
        .orElseGet(() -> Future.succeededFuture(Done.DONE));
  }

  private Optional<Member> member(GatewayRequest.OfSession<?> question) {
    return sessions.find(question.session()).flatMap(session -> session.state().member());
  }
}
