// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import static java.util.stream.Collectors.joining;

import io.parley.bus.MessagingRequest.Mail;
import io.parley.bus.RequestRefused;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mailbox in memory whose commits can be held up and released by a test. */
final class FakeMailbox implements Mailbox {
  final List<ChatMessage> kept = Collections.synchronizedList(new ArrayList<>());
  final List<ChatMessage> remembered = Collections.synchronizedList(new ArrayList<>());
  final Map<MessageId, LastWord> words = new ConcurrentHashMap<>();
  int room = Integer.MAX_VALUE;
  boolean commitsAreHeld;
  private final List<Held> held = new CopyOnWriteArrayList<>();
  private final Vertx vertx;

  private record Held(String what, Runnable change, Promise<Void> committed) {
    void commit() {
      change.run();
      committed.complete();
    }
  }

  FakeMailbox(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Integer> keep(List<Letter> letters) {
    List<ChatMessage> fitting = letters.stream().limit(room).map(Letter::message).toList();
    room -= fitting.size();
    String ids = fitting.stream().map(one -> one.id().value()).collect(joining(" "));
    return commit("keep " + ids, () -> kept.addAll(fitting)).map(done -> fitting.size());
  }

  private Future<Void> commit(String what, Runnable change) {
    Held commit = new Held(what, change, Promise.promise());
    if (commitsAreHeld) {
      held.add(commit);
    } else {
      vertx.runOnContext(later -> commit.commit());
    }
    return commit.committed().future();
  }

  /** What waits to be committed. */
  List<String> held() {
    return held.stream().map(Held::what).toList();
  }

  void commitFirstHeld() {
    held.removeFirst().commit();
  }

  void commitWhatIsHeld() {
    commitsAreHeld = false;
    List<Held> commits = List.copyOf(held);
    held.clear();
    commits.forEach(Held::commit);
  }

  /** The connection to the store is lost. */
  void failFirstHeld() {
    held.removeFirst()
        .committed()
        .fail(new RequestRefused(FailureCode.UNAVAILABLE, "connection lost"));
  }

  @Override
  public Future<Mail> collect(Username user, Set<Long> had, int limit) {
    throw new UnsupportedOperationException("a courier collects nothing");
  }

  @Override
  public Future<Void> confirm(Username user, List<Long> positions) {
    throw new UnsupportedOperationException("a courier confirms nothing");
  }

  @Override
  public Future<Void> remember(ChatMessage delivered) {
    remembered.add(delivered);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> remember(ChatMessage refused, LastWord word) {
    return commit("refuse " + refused.id(), () -> words.put(refused.id(), word));
  }

  @Override
  public Future<Void> forgetRefusal(ChatMessage message) {
    return commit("forget " + message.id(), () -> words.remove(message.id()));
  }

  @Override
  public Future<Optional<Earlier>> find(ChatMessage message) {
    Optional<Earlier> promised =
        kept.stream()
            .filter(one -> one.id().equals(message.id()) && one.from().equals(message.from()))
            .findFirst()
            .map(Promised::stored);
    return Future.succeededFuture(promised.or(() -> Optional.ofNullable(words.get(message.id()))));
  }

  @Override
  public Future<Long> depth() {
    return Future.succeededFuture((long) kept.size());
  }

  @Override
  public Future<Integer> forgetReceiptsBefore(Instant moment) {
    throw new UnsupportedOperationException("a courier forgets nothing");
  }

  @Override
  public Future<Integer> forgetRefusalsBefore(Instant moment) {
    throw new UnsupportedOperationException("a courier forgets nothing");
  }
}
