// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * The live messages of one session that are under way, and the last that were acknowledged. In a
 * cluster they may come a second time: the service that delivered one died before it heard of the
 * answer, or it, or the answer, was lost on the bus. Such a message must be neither shown again nor
 * refused because of a block made since. Event loop of the session only.
 */
final class Repetitions {
  private final int most;
  private final Map<Key, Promise<DeliveryAnswer>> underWay = new HashMap<>(0);
  private final LinkedHashSet<Key> shown = new LinkedHashSet<>(0);

  private record Key(Username sender, MessageId id) {
    static Key of(ChatMessage message) {
      return new Key(message.from(), message.id());
    }
  }

  /**
   * @param most how many messages can be unanswered at once: those come again when answers are
   *     lost; 0 where nothing comes twice
   */
  Repetitions(int most) {
    this.most = most;
  }

  /** The answer to the same message that came before; empty if it is new. */
  Optional<Future<DeliveryAnswer>> answerTo(ChatMessage message) {
    if (most == 0) {
      return Optional.empty();
    }
    Key key = Key.of(message);
    if (shown.contains(key)) {
      return Optional.of(Future.succeededFuture(new GatewayRequest.Delivered()));
    }
    return Optional.ofNullable(underWay.get(key)).map(Promise::future);
  }

  /** This message waits, or is with the client, until it is answered. */
  void begin(ChatMessage message, Promise<DeliveryAnswer> answer) {
    if (most > 0) {
      Key key = Key.of(message);
      underWay.put(key, answer);
      answer
          .future()
          .onSuccess(outcome -> {
            underWay.remove(key);
            if (outcome instanceof GatewayRequest.Delivered) {
              remember(key);
            }
          });
    }
  }

  private void remember(Key key) {
    if (shown.add(key) && shown.size() > most) {
      shown.removeFirst();
    }
  }
}
