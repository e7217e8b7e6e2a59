// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An instance of a service that answers when the test lets it, or never. */
final class ScriptedInstance {
  final Instance instance;
  final List<Object> asked = new CopyOnWriteArrayList<>();
  private final Queue<Message<Object>> unanswered = new ConcurrentLinkedQueue<>();

  ScriptedInstance(Vertx vertx, Service service, String node) throws Exception {
    this.instance = new Instance(service, node);
    vertx
        .eventBus()
        .<Object>consumer(
            instance.address(),
            message -> {
              unanswered.add(message);
              asked.add(message.body());
            })
        .completion()
        .await(5, SECONDS);
  }

  /** Sends all that it was asked away. */
  void refuseAll() {
    for (Message<Object> next = unanswered.poll(); next != null; next = unanswered.poll()) {
      next.fail(Exchange.ASK_ANOTHER, "not now");
    }
  }

  /** Answers what it was asked first. */
  void answerFirst(Object answer) {
    unanswered.remove().reply(answer);
  }

  /** Answers all that it was asked with the same. */
  void answerAll(Object answer) {
    for (Message<Object> next = unanswered.poll(); next != null; next = unanswered.poll()) {
      next.reply(answer);
    }
  }
}
