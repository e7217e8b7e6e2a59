// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.RequestRefused;
import io.parley.model.DeliveryState;
import io.parley.model.FailureCode;
import io.parley.node.metrics.Counts;
import io.parley.node.metrics.Level;
import io.parley.node.metrics.Metrics;
import java.util.Locale;

/** What a gateway counts for those who watch over it: connections, sessions, logins, messages. */
final class Traffic {
  private final Level connections;
  private final Level sessions;
  private final Counts logins;
  private final Counts messages;

  Traffic(Metrics metrics) {
    connections = metrics.level("parley.connections", "Connections of clients, logged in or not.");
    sessions = metrics.level("parley.sessions", "Users who are online at this gateway.");
    logins = metrics.counts("parley.logins", "Logins by result.", "result");
    messages = metrics.counts("parley.messages", "Messages by what was answered.", "outcome");
  }

  void connected() {
    connections.up();
  }

  void disconnected() {
    connections.down();
  }

  void sessionBegan() {
    sessions.up();
  }

  void sessionEnded() {
    sessions.down();
  }

  /** A user was let in. */
  void loggedIn(boolean resumed) {
    logins.count(resumed ? "resumed" : "ok");
  }

  void loginRefused(Throwable failure) {
    logins.count(word(failure));
  }

  /** The sender of a message was answered. */
  void sent(DeliveryState state) {
    messages.count(state.name().toLowerCase(Locale.ROOT));
  }

  void messageRefused(Throwable failure) {
    messages.count(word(failure));
  }

  private static String word(Throwable failure) {
    return failure instanceof RequestRefused refusal
        ? refusal.code().word()
        : FailureCode.UNAVAILABLE.word();
  }
}
