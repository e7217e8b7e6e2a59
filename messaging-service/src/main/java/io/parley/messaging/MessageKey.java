// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.model.ChatMessage;
import io.parley.model.MessageId;
import io.parley.model.Username;

/** By what a message is known when it comes again. */
record MessageKey(Username from, Username to, MessageId id) {
  static MessageKey of(ChatMessage message) {
    return new MessageKey(message.from(), message.to(), message.id());
  }
}
