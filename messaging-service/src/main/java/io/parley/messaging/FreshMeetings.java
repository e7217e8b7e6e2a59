// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Nodes;
import io.parley.model.Username;
import java.util.HashSet;
import java.util.Set;

/**
 * Who has been given nothing since this node last met another one. When the parts of a cluster meet
 * again, a message may come by way of this node whose sender was told by another part that an
 * earlier one is stored, for a recipient whose session is in this part and knows nothing of that:
 * it must look into its mailbox first. Event loop of the messaging verticle only.
 */
final class FreshMeetings {
  /** To forget who was given something costs a look and no more. */
  private static final int MOST_REMEMBERED = 50_000;

  private final Nodes nodes;
  private final Set<Username> given = new HashSet<>();
  private long meetings;

  FreshMeetings(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Whether this recipient is about to be given the first message since the last meeting. */
  boolean isFirstFor(Username recipient) {
    long now = nodes.meetings();
    if (now == 0) {
      return false; // there are no other nodes
    }
    if (now != meetings || given.size() >= MOST_REMEMBERED) {
      meetings = now;
      given.clear();
    }
    return given.add(recipient);
  }
}
