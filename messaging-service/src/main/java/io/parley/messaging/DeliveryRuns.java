// SPDX-License-Identifier: Apache-2.0
package io.parley.messaging;

import io.parley.bus.Bus;
import io.parley.bus.GatewayRequest.Deliver;
import io.parley.bus.GatewayRequest.DeliveryAnswer;
import io.parley.model.ChatMessage;
import io.parley.model.SessionRef;
import io.vertx.core.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages to one recipient's sessions, in runs: messages to one session that follow each
 * other closely. When a session does not take one of a run, it takes none of those behind it. Event
 * loop of the messaging verticle only.
 */
final class DeliveryRuns {
  private final Bus bus;
  private final FreshMeetings meetings;
  private final RandomGenerator runs;
  private @Nullable SessionRef destination;
  private long run;
  private boolean runIsBroken;
  private boolean keptSince;

  DeliveryRuns(Bus bus, FreshMeetings meetings, RandomGenerator runs) {
    this.bus = bus;
    this.meetings = meetings;
    this.runs = runs;
  }

  /** Whether a message may follow those that are on their way now. */
  boolean mayFollow(SessionRef session) {
    return session.equals(destination) && !runIsBroken;
  }

  /** What follows is given to nobody before the run has ended. */
  void breakRun() {
    runIsBroken = true;
  }

  /** A message was kept: the next session that is given one must look into the mailbox first. */
  void kept() {
    keptSince = true;
  }

  /**
   * Gives it to the session.
   *
   * @param isAlone nothing else is on its way now
   */
  Future<DeliveryAnswer> give(ChatMessage message, SessionRef session, boolean isAlone) {
    if (isAlone) {
      run = runs.nextLong();
      runIsBroken = false;
    }
    destination = session;
    // Where this one goes was asked before the others were kept: that session may not be the one
    // that was told of them.
    boolean lookFirst = keptSince | meetings.isFirstFor(message.to());
    keptSince = false;
    return bus.ask(new Deliver(session, message, run, lookFirst));
  }
}
