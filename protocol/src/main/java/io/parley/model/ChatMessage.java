// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

import java.time.Instant;

/**
 * One text from one user to another, with the moment at which the sender's gateway accepted it.
 * {@link #toString()} leaves the text out, so that no log can hold it.
 */
public record ChatMessage(
    Username from, Username to, MessageId id, String text, Instant acceptedAt) {
  @Override
  public String toString() {
    return "ChatMessage[" + from + " to " + to + ", id " + id + "]";
  }
}
