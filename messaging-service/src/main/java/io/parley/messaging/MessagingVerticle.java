// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.MessagingRequest;
import io.parley.bus.RequestRefused;
import io.parley.bus.Service;
import io.parley.model.FailureCode;
import io.parley.node.Database;
import io.parley.node.NodeContext;
import io.parley.node.ServerSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@link MessagingRequest}: hands each question to who knows the answer. */
final class MessagingVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(MessagingVerticle.class);
  private static final Duration RETENTION_CHECK = Duration.ofHours(1);
  private static final Duration DEPTH_CHECK = Duration.ofMinutes(1);

  private final NodeContext node;
  private final Database database;
  private Mailbox mailbox;
  private Courier courier;
  private Broadcaster broadcaster;
  private Bus.@Nullable Registration registration;

  @SuppressWarnings("NullAway.Init") // set by start(), before any question can come
  MessagingVerticle(NodeContext node, Database database) {
    this.node = node;
    this.database = database;
  }

  @Override
  public Future<?> start() {
    int limit = node.settings().get(ServerSettings.MAILBOX_LIMIT);
    mailbox = Mailbox.in(database, node.clock(), limit);
    courier = new Courier(vertx, node.bus(), mailbox);
    broadcaster = new Broadcaster(node.bus());
    node.metrics()
        .sample(
            "parley.mailbox.messages",
            "Messages kept for users who are away; the same number at every node.",
            DEPTH_CHECK,
            mailbox::depth);
    vertx.setPeriodic(RETENTION_CHECK.toMillis(), timer -> forgetWhatIsOld());
    return node.bus()
        .serve(Service.MESSAGING, MessagingRequest.class, this::answer)
        .onSuccess(serving -> registration = serving);
  }

  @Override
  public Future<?> stop() {
    return registration == null ? Future.succeededFuture() : registration.end();
  }

  private Future<?> answer(MessagingRequest<?> request) {
    return switch (request) {
      case MessagingRequest.Send q -> q.answeredBy(courier.send(q));
      case MessagingRequest.Broadcast q -> q.answeredBy(broadcaster.broadcast(q));
      case MessagingRequest.Collect q -> q.answeredBy(collect(q));
      case MessagingRequest.Confirm q ->
          q.answeredBy(mailbox.confirm(q.user(), q.positions()).map(Done.DONE));
    };
  }

  private Future<MessagingRequest.Mail> collect(MessagingRequest.Collect question) {
    int limit = question.limit();
    int had = question.had().size();
    if (limit < 1
        || limit > MessagingRequest.Collect.LARGEST
        || had > MessagingRequest.Collect.LARGEST) {
      return Future.failedFuture(
          new RequestRefused(FailureCode.BAD_REQUEST, limit + " wanted, " + had + " left out"));
    }
    return mailbox.collect(question.user(), Set.copyOf(question.had()), limit);
  }

  private void forgetWhatIsOld() {
    Instant now = node.clock().instant();
    Duration age = node.settings().get(ServerSettings.REMEMBER_IDS_FOR);
    forgotten("receipts", mailbox.forgetReceiptsBefore(now.minus(age)));
    forgotten("refusals", mailbox.forgetRefusalsBefore(now.minus(LastWord.SAID_AGAIN_FOR)));
  }

  private static void forgotten(String what, Future<Integer> count) {
    count.onComplete(
        ok ->
            log.atDebug()
                .addKeyValue("what", what)
                .addKeyValue("count", ok)
                .log("forgot what is old"),
        failure ->
            log.atWarn()
                .setCause(failure)
                .addKeyValue("what", what)
                .log("could not forget what is old"));
  }
}
