// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Mail;
import io.parley.model.ChatMessage;
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
import java.util.concurrent.ConcurrentHashMap;

/** A mailbox in memory whose commits can be held up and released by a test. */
final class FakeMailbox implements Mailbox {
  final List<ChatMessage> kept = Collections.synchronizedList(new ArrayList<>());
  final List<ChatMessage> remembered = Collections.synchronizedList(new ArrayList<>());
  final Map<MessageId, LastWord> words = new ConcurrentHashMap<>();
  boolean isFull;
  boolean commitsAreHeld;
  private final List<Runnable> held = new ArrayList<>();
  private final Vertx vertx;

  FakeMailbox(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Keeping> keep(ChatMessage message, boolean idChosenBySender) {
    if (isFull) {
      return Future.succeededFuture(Keeping.FULL);
    }
    Promise<Keeping> committed = Promise.promise();
    Runnable commit =
        () -> {
          kept.add(message);
          committed.complete(Keeping.KEPT);
        };
    if (commitsAreHeld) {
      held.add(commit);
    } else {
      vertx.runOnContext(later -> commit.run());
    }
    return committed.future();
  }

  void commitWhatIsHeld() {
    commitsAreHeld = false;
    List<Runnable> commits = List.copyOf(held);
    held.clear();
    commits.forEach(Runnable::run);
  }

  int heldCommits() {
    return held.size();
  }

  @Override
  public Future<Mail> collect(Username user, long after, int limit) {
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
    words.put(refused.id(), word);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> forgetRefusal(ChatMessage message) {
    words.remove(message.id());
    return Future.succeededFuture();
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
