// SPDX-License-Identifier: Apache-2.0
package io.parley.system.store;

import io.parley.messaging.Mailbox;
import io.parley.messaging.Mailbox.Letter;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Some who write at the same time, each to somebody of its own, and each waits for its answer
 * before it writes again. One event loop, as in the messaging service.
 */
final class Senders {
  private static final String TEXT = "A message as people write them, of some eighty characters. ";

  private final Mailbox mailbox;
  private final int count;
  private final List<Long> answerNanos = new ArrayList<>();
  private boolean stopped;
  private long written;

  Senders(Mailbox mailbox, int count) {
    this.mailbox = mailbox;
    this.count = count;
  }

  static Username recipient(int number) {
    return new Username("benchmark-to-" + number);
  }

  /** Writes until {@link #stop}; completed when the last answer has come. */
  Future<?> start() {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Promise<Void> done = Promise.promise();
      write(new Username("benchmark-" + i), recipient(i), done);
      all.add(done.future());
    }
    return Future.join(all);
  }

  void stop() {
    stopped = true;
  }

  long stored() {
    return answerNanos.size();
  }

  double medianAnswerMillis() {
    List<Long> sorted = answerNanos.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1e6;
  }

  private void write(Username from, Username to, Promise<Void> done) {
    if (stopped) {
      done.complete();
      return;
    }
    long begin = System.nanoTime();
    MessageId id = new MessageId(Long.toString(begin, 36) + "-" + ++written);
    mailbox
        .keep(
            List.of(
                new Letter(new ChatMessage(from, to, id, TEXT + written, Instant.now()), false)))
        .onComplete(
            kept -> {
              if (kept == 1) {
                answerNanos.add(System.nanoTime() - begin);
                write(from, to, done);
              } else {
                done.fail("the mailbox of " + to + " is full");
              }
            },
            done::fail);
  }
}
