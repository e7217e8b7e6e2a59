// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.post;

import io.parley.model.MessageId;

/** A message that its sender has typed. {@link #toString()} leaves the text out. */
public record Letter(MessageId id, String to, String text) {
  @Override
  public String toString() {
    return "Letter[to " + to + ", id " + id + "]";
  }
}
