// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.GatewayRequest;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The live messages of one session that are under way, and the last that were acknowledged. In a
 * cluster they may come a second time: the service that delivered one died before it heard of the
 * answer, or it, or the answer, was lost on the bus. Such a message must be neither shown again nor
 * refused because of a block made since. Event loop of the session only.
 */
final class Repetitions {
  /** Longer than a service asks again for an answer to a delivery. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final int MOST = 10_000;

  private final boolean mayCome;
  private final Map<Key, Promise<DeliveryAnswer>> underWay = new HashMap<>(0);

  /** When each was acknowledged; the oldest first. */
  private final LinkedHashMap<Key, Long> shown = new LinkedHashMap<>(0);

  private record Key(Username sender, MessageId id) {
    static Key of(ChatMessage message) {
      return new Key(message.from(), message.id());
    }
  }

  /**
   * @param mayCome whether anything may come twice: nothing does within one process
   */
  Repetitions(boolean mayCome) {
    this.mayCome = mayCome;
  }

  /** The answer to the same message that came before; empty if it is new. */
  Optional<Future<DeliveryAnswer>> answerTo(ChatMessage message) {
    if (!mayCome) {
      return Optional.empty();
    }
    Key key = Key.of(message);
    if (shown.containsKey(key)) {
      return Optional.of(Future.succeededFuture(new GatewayRequest.Delivered()));
    }
    return Optional.ofNullable(underWay.get(key)).map(Promise::future);
  }

  /** This message waits, or is with the client, until it is answered. */
  void begin(ChatMessage message, Promise<DeliveryAnswer> answer) {
    if (mayCome) {
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
    long now = System.nanoTime();
    shown.remove(key); // or it would keep its place
    shown.put(key, now);
    Map.Entry<Key, Long> oldest = shown.firstEntry();
    while (shown.size() > MOST || now - oldest.getValue() > LONGEST.toNanos()) {
      shown.pollFirstEntry();
      oldest = shown.firstEntry();
    }
  }
}
