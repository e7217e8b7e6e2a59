// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;
import java.util.LinkedHashSet;

/**
 * The last messages that came live and were acknowledged in one session. A service that dies before
 * it hears of that is asked again elsewhere, and the message comes a second time: it must be
 * neither shown again nor refused because of a block made since. Event loop of the session only.
 */
final class RecentlyShown {
  /** As many as can be under way at once to a client that keeps up; a few bytes each. */
  private static final int MOST = 64;

  private final LinkedHashSet<Key> keys = new LinkedHashSet<>(0);

  private record Key(Username sender, MessageId id) {}

  void add(Username sender, MessageId id) {
    if (keys.add(new Key(sender, id)) && keys.size() > MOST) {
      keys.removeFirst();
    }
  }

  boolean contains(ChatMessage message) {
    return !keys.isEmpty() && keys.contains(new Key(message.from(), message.id()));
  }
}
