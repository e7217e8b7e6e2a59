// SPDX-License-Identifier: Apache-2.0
package io.parley.system.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that a participant writes in one session, as frames; each is in the ledger first.
 */
final class Letters {
  static final int BURST = 200;

  private final Member member;
  private final Habits habits;
  private final Requests requests;

  Letters(Member member, Habits habits, Requests requests) {
    this.member = member;
    this.habits = habits;
    this.requests = requests;
  }

  /** A few new messages to one user. */
  List<ObjectNode> toSomebody() {
    int to = habits.someoneElse();
    List<ObjectNode> frames = new ArrayList<>();
    for (int i = habits.messagesAtOnce(); i > 0; i--) {
      frames.add(compose(to));
    }
    return frames;
  }

  /** Many new messages to guests, most of whom are away. */
  List<ObjectNode> toGuests() {
    List<ObjectNode> frames = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      frames.add(compose(habits.aGuest()));
    }
    return frames;
  }

  /** A message, for the first time or again. */
  ObjectNode frame(Sent sent) {
    member.ledger().sending(sent);
    return requests
        .frame("message", new Requests.Words(sent))
        .put("to", Member.nameOf(sent.to))
        .put("mid", sent.id())
        .put("text", sent.text());
  }

  private ObjectNode compose(int to) {
    Sent sent = member.ledger().compose(member.index(), to);
    member.outbox().add(sent);
    return frame(sent);
  }
}
