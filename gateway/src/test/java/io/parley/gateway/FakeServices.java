// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.AuthRequest;
import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.GatewayRequest;
import io.parley.bus.MessagingRequest;
import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.bus.MessagingRequest.Mail;
import io.parley.bus.PresenceRequest;
import io.parley.bus.Request;
import io.parley.bus.RequestRefused;
import io.parley.bus.Service;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.PeerAddress;
import io.parley.model.Secret;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Auth, presence and messaging in a few lines: everybody has an account, and the password is
 * {@value #PASSWORD}. A test can hold up, replace and look at every question. On one event loop.
 */
final class FakeServices {
  static final String PASSWORD = "falcon*solo";

  final Bus bus;
  final GatewayId gateway;
  final List<Request<?>> questions = new CopyOnWriteArrayList<>();
  final Map<Username, SessionRef> online = new ConcurrentHashMap<>();
  final List<Username> blockedAtLogin = new CopyOnWriteArrayList<>();
  private long runs;
  private final TreeMap<Long, ChatMessage> kept = new TreeMap<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  private record Rule(Predicate<Request<?>> which, Function<Request<?>, Future<?>> answer) {}

  FakeServices(Bus bus, GatewayId gateway) {
    this.bus = bus;
    this.gateway = gateway;
  }

  Future<?> open() {
    return Future.join(
        bus.serve(Service.AUTH, AuthRequest.class, this::answer),
        bus.serve(Service.PRESENCE, PresenceRequest.class, this::answer),
        bus.serve(Service.MESSAGING, MessagingRequest.class, this::answer));
  }

  /** From now on, questions of this kind are answered so. */
  <Q extends Request<?>> void when(Class<Q> kind, Function<Q, Future<?>> answer) {
    rules.add(0, new Rule(kind::isInstance, question -> answer.apply(kind.cast(question))));
  }

  <Q extends Request<?>> void refuse(Class<Q> kind, FailureCode code) {
    when(kind, question -> refused(code));
  }

  <Q extends Request<?>> List<Q> asked(Class<Q> kind) {
    return questions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void keep(ChatMessage message) {
    kept.put(kept.isEmpty() ? 1 : kept.lastKey() + 1, message);
  }

  static <T> Future<T> refused(FailureCode code) {
    return Future.failedFuture(new RequestRefused(code, "by the test"));
  }

  private Future<?> answer(Request<?> question) {
    questions.add(question);
    for (Rule rule : rules) {
      if (rule.which().test(question)) {
        return rule.answer().apply(question);
      }
    }
    return asUsual(question);
  }

  /** The answer that a question gets where a test says nothing else. */
  Future<?> asUsual(Request<?> question) {
    return switch (question) {
      case AuthRequest.Authenticate q ->
          q.password().value().equals(PASSWORD)
              ? Future.succeededFuture(Done.DONE)
              : refused(FailureCode.BAD_CREDENTIALS);
      case PresenceRequest.Claim q -> claim(q.user(), q.session());
      case PresenceRequest.Resume q -> claim(q.user(), q.session());
      case PresenceRequest.EndsSession q -> {
        online.remove(q.user(), q.session());
        yield Future.succeededFuture(Done.DONE);
      }
      case PresenceRequest.Online q -> others(q.asker());
      case PresenceRequest.OnlineSince q -> others(q.asker());
      case PresenceRequest.Blocked q ->
          Future.succeededFuture(new PresenceRequest.Users(blockedAtLogin));
      case PresenceRequest.Introduce q -> introduce(q);
      case MessagingRequest.Send q -> send(q.message());
      case MessagingRequest.Broadcast q ->
          bus.ask(new GatewayRequest.TellAll(gateway, q.from(), q.text(), q.at()));
      case MessagingRequest.Collect q -> Future.succeededFuture(collect(q));
      case MessagingRequest.Confirm q -> {
        q.positions().forEach(kept::remove);
        yield Future.succeededFuture(Done.DONE);
      }
      default -> Future.succeededFuture(Done.DONE);
    };
  }

  private Future<?> claim(Username user, SessionRef session) {
    SessionRef other = online.putIfAbsent(user, session);
    return other == null || other.equals(session)
        ? Future.succeededFuture(new PresenceRequest.Claimed(Optional.empty(), blockedAtLogin))
        : refused(FailureCode.USER_ONLINE);
  }

  private Future<?> others(Username asker) {
    List<Username> others = new ArrayList<>(online.keySet());
    others.remove(asker);
    return Future.succeededFuture(new PresenceRequest.Users(others.stream().sorted().toList()));
  }

  private Future<?> introduce(PresenceRequest.Introduce q) {
    SessionRef session = online.get(q.to());
    if (session == null) {
      return refused(FailureCode.OFFLINE);
    }
    return bus.ask(
            new GatewayRequest.Meet(session, q.from(), q.fingerprint(), new Secret("a-token")))
        .compose(answer ->
            switch (answer) {
              case GatewayRequest.Expecting here -> introduced(here.peer());
              case GatewayRequest.Declined declined -> refused(FailureCode.DECLINED);
              case GatewayRequest.TakesNone none -> refused(FailureCode.NO_PEER);
              case GatewayRequest.Unwelcome unwelcome -> refused(FailureCode.BLOCKED);
              case GatewayRequest.Gone gone -> refused(FailureCode.OFFLINE);
            });
  }

  private static Future<PresenceRequest.Introduced> introduced(PeerAddress peer) {
    return Future.succeededFuture(new PresenceRequest.Introduced(peer));
  }

  private Future<?> send(ChatMessage message) {
    SessionRef session = online.get(message.to());
    if (session == null) {
      return store(message);
    }
    return bus.ask(new GatewayRequest.Deliver(session, message, ++runs, false))
        .compose(answer ->
            switch (answer) {
              case GatewayRequest.Delivered delivered -> sent(message, DeliveryState.DELIVERED);
              case GatewayRequest.BlockedByRecipient blocked -> refused(FailureCode.BLOCKED);
              case GatewayRequest.NotDelivered not -> store(message);
              case GatewayRequest.NotAcknowledged not -> store(message);
            });
  }

  private Future<MessagingRequest.Sent> store(ChatMessage message) {
    keep(message);
    return sent(message, DeliveryState.STORED);
  }

  private static Future<MessagingRequest.Sent> sent(ChatMessage message, DeliveryState state) {
    return Future.succeededFuture(new MessagingRequest.Sent(state, message.acceptedAt()));
  }

  private Mail collect(MessagingRequest.Collect q) {
    List<KeptMessage> all =
        kept.entrySet().stream()
            .filter(entry -> !q.had().contains(entry.getKey()))
            .filter(entry -> entry.getValue().to().equals(q.user()))
            .map(entry -> new KeptMessage(entry.getKey(), entry.getValue()))
            .toList();
    return new Mail(all.stream().limit(q.limit()).toList(), all.size());
  }
}
