// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.ChatMessage;
import io.parley.recent.RecentMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was said last of messages, so that a repetition is known before the store has committed it.
 * Bounded. Event loop of the messaging verticle only.
 */
final class RecentAnswers {
  private static final int MOST_PROMISES = 50_000;
  private static final int MOST_REFUSALS = 10_000;

  private final Map<MessageKey, Promised> promises = RecentMap.ofLastAdded(MOST_PROMISES);
  private final Map<MessageKey, LastWord> refusals = RecentMap.ofLastAdded(MOST_REFUSALS);

  void add(ChatMessage message, Promised promised) {
    promises.put(MessageKey.of(message), promised);
  }

  /** It was refused. */
  void add(ChatMessage message, LastWord word) {
    refusals.put(MessageKey.of(message), word);
  }

  /** What is to be remembered of a refusal, and of the one before it. */
  LastWord lastWord(ChatMessage message, LastWord word) {
    return refused(message).map(word::insteadOf).orElse(word);
  }

  Optional<Promised> promised(ChatMessage message) {
    return Optional.ofNullable(promises.get(MessageKey.of(message)));
  }

  void forgetRefusal(ChatMessage message) {
    refusals.remove(MessageKey.of(message));
  }

  Optional<LastWord> refused(ChatMessage message) {
    return Optional.ofNullable(refusals.get(MessageKey.of(message)));
  }
}
