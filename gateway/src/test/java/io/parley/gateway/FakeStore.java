// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.Bus;
import io.parley.bus.Done;
import io.parley.bus.MessagingRequest;
import io.parley.bus.MessagingRequest.KeptMessage;
import io.parley.bus.MessagingRequest.Mail;
import io.parley.bus.RequestRefused;
import io.parley.bus.Service;
import io.parley.model.ChatMessage;
import io.parley.model.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A messaging service with one mailbox, whose answers a test can hold up. On one event loop. */
final class FakeStore {
  final TreeMap<Long, ChatMessage> kept = new TreeMap<>();
  final List<Runnable> heldAnswers = new ArrayList<>();
  boolean holdsAnswers;
  boolean isAway;
  int largestCollection;
  int mostLeftOut;
  int collections;
  private long position;

  Future<?> open(Bus bus) {
    return bus.serve(Service.MESSAGING, MessagingRequest.class, this::answer);
  }

  void keep(ChatMessage message) {
    keep(message, ++position);
  }

  /** As a service does that had numbered it and then stood still. */
  void keep(ChatMessage message, long position) {
    kept.put(position, message);
  }

  private Future<?> answer(MessagingRequest<?> request) {
    if (isAway) {
      return Future.failedFuture(new RequestRefused(FailureCode.UNAVAILABLE, "away"));
    }
    return switch (request) {
      case MessagingRequest.Collect q -> soonOrLater(collect(q));
      case MessagingRequest.Confirm q -> {
        q.positions().forEach(kept::remove);
        yield soonOrLater(Done.DONE);
      }
      default -> Future.failedFuture("not in this play");
    };
  }

  private Mail collect(MessagingRequest.Collect q) {
    List<KeptMessage> found =
        kept.entrySet().stream()
            .filter(entry -> !q.had().contains(entry.getKey()))
            .limit(q.limit())
            .map(entry -> new KeptMessage(entry.getKey(), entry.getValue()))
            .toList();
    collections++;
    mostLeftOut = Math.max(mostLeftOut, q.had().size());
    largestCollection = Math.max(largestCollection, found.size());
    return new Mail(found, kept.size());
  }

  private <T> Future<T> soonOrLater(T answer) {
    if (!holdsAnswers) {
      return Future.succeededFuture(answer);
    }
    Promise<T> later = Promise.promise();
    heldAnswers.add(() -> later.complete(answer));
    return later.future();
  }

  void releaseAnswers() {
    List<Runnable> answers = List.copyOf(heldAnswers);
    heldAnswers.clear();
    answers.forEach(Runnable::run);
  }
}
