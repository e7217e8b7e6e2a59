// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import static io.parley.node.ServerSettings.ANONYMOUS_LIMIT;
import static io.parley.node.ServerSettings.DELIVERY_TIMEOUT;
import static io.parley.node.ServerSettings.DRAIN;
import static io.parley.node.ServerSettings.LINE_LIMIT;
import static io.parley.node.ServerSettings.LOGIN_TIMEOUT;
import static io.parley.node.ServerSettings.SENDS_UNDER_WAY_LIMIT;
import static io.parley.node.ServerSettings.SEND_LIMIT;
import static io.parley.node.ServerSettings.TIMEOUT;
import static io.parley.node.ServerSettings.UNACKNOWLEDGED_LIMIT;

import io.parley.node.Settings;
import java.time.Duration;

/**
 * Every bound of a gateway.
 *
 * @param timeout after which a session without activity ends; zero for never
 * @param loginTimeout in which a connection must have logged in
 * @param line how many bytes a client's line may have
 * @param send how many bytes may wait for a client that does not read; and, on the way in, how much
 *     of what a session sent ahead is looked through for acknowledgements
 * @param sendsUnderWay how many commands of a session may wait for late answers
 * @param anonymous how many connections may be there that have not logged in
 * @param connections how many connections may be there at all
 * @param drain over which a gateway that stops spreads its goodbyes
 */
record GatewayLimits(
    Duration timeout,
    Duration loginTimeout,
    int line,
    int send,
    int sendsUnderWay,
    int anonymous,
    int connections,
    Duration drain,
    FloodLimits floods,
    InboxLimits inbox) {

  private static final int CONNECTIONS = 200_000;
  private static final int WAITING_MESSAGES = 1_000;
  private static final int COLLECTED_AT_A_TIME = 250;

  /** A question to deliver waits 45 s: what waits longer than this would be answered too late. */
  private static final Duration WAITING_TIME = Duration.ofSeconds(30);

  /**
   * How long a session that ends waits for late answers: a message that a recipient lets time out
   * is stored, and so answered, a little after the delivery timeout.
   */
  Duration answersAtEnd() {
    return inbox.deliveryTimeout().plusSeconds(2);
  }

  static GatewayLimits of(Settings settings) {
    InboxLimits inbox =
        new InboxLimits(
            settings.get(UNACKNOWLEDGED_LIMIT),
            settings.get(DELIVERY_TIMEOUT),
            WAITING_MESSAGES,
            WAITING_TIME,
            COLLECTED_AT_A_TIME);
    return new GatewayLimits(
        settings.get(TIMEOUT),
        settings.get(LOGIN_TIMEOUT),
        settings.get(LINE_LIMIT),
        settings.get(SEND_LIMIT),
        settings.get(SENDS_UNDER_WAY_LIMIT),
        settings.get(ANONYMOUS_LIMIT),
        CONNECTIONS,
        settings.get(DRAIN),
        FloodLimits.of(settings),
        inbox);
  }
}
