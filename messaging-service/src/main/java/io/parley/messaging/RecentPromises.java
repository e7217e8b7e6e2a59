// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last messages that were delivered live, so that a repetition is known before the store has
 * committed its receipt. Bounded. Event loop of the messaging verticle only.
 */
final class RecentPromises {
  private record Key(Username from, Username to, MessageId id) {
    static Key of(ChatMessage message) {
      return new Key(message.from(), message.to(), message.id());
    }
  }

  private final Map<Key, Promised> promises;

  RecentPromises(int limit) {
    this.promises =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Promised> eldest) {
            return size() > limit;
          }
        };
  }

  void add(ChatMessage message, Promised promised) {
    promises.put(Key.of(message), promised);
  }

  Optional<Promised> find(ChatMessage message) {
    return Optional.ofNullable(promises.get(Key.of(message)));
  }
}
