// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import java.time.Duration;

/**
 * What an {@link Inbox} may hold, and for how long.
 *
 * @param unacknowledged how many messages are with the client and not yet acknowledged
 * @param deliveryTimeout in which the client must acknowledge a message
 * @param waiting how many live messages may wait for their turn
 * @param waitingTime after which live messages that wait are given back, to be stored
 * @param batch how many stored messages are collected at a time
 */
record InboxLimits(
    int unacknowledged, Duration deliveryTimeout, int waiting, Duration waitingTime, int batch) {}
