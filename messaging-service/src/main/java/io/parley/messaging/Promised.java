// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.MessagingRequest.Sent;
import io.parley.model.ChatMessage;
import io.parley.model.DeliveryState;
import java.time.Instant;

/** An answer that some earlier sending of the same message has, or may have, been given. */
public record Promised(DeliveryState state, Instant at) implements Earlier {
  static Promised delivered(ChatMessage message) {
    return new Promised(DeliveryState.DELIVERED, message.acceptedAt());
  }

  static Promised stored(ChatMessage message) {
    return new Promised(DeliveryState.STORED, message.acceptedAt());
  }

  Sent asAnswer() {
    return new Sent(state, at);
  }
}
