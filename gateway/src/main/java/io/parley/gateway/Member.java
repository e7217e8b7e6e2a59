// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.PresenceRequest.Departure;
import io.parley.loop.TimeLimit;
import io.parley.model.GoodbyeReason;
import io.parley.model.MessageId;
import io.parley.model.PeerOffer;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.wire.Command;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user in one session: what the session has from the moment at which messages can reach it.
 *
 * @param offer how other clients reach this one
 * @param resumable whether the client knows how to take up the session again
 */
record Member(
    Username user,
    SessionRef session,
    Optional<PeerOffer> offer,
    boolean resumable,
    BlockSet blocks,
    Inbox inbox,
    Meetings meetings,
    RefusedForNow refusedForNow) {

  /** How long the end of a session waits for the store to hear what was acknowledged. */
  private static final Duration CONFIRMING = Duration.ofSeconds(2);

  /** A user who is about to be online in this session; from now on, messages find the session. */
  static Member entering(
      Gateway gateway, Session session, Username user, Command.Login login, boolean forPrograms) {
    Vertx vertx = gateway.context().owner();
    BlockSet blocks = new BlockSet();
    Optional<PeerOffer> offer = forPrograms ? login.peer() : Optional.empty();
    Inbox inbox =
        new Inbox(
            gateway.bus(),
            vertx,
            gateway.clock(),
            user,
            forPrograms && login.acknowledges(),
            gateway.limits().inbox(),
            blocks,
            new Repetitions(gateway.bus().nodes().isClustered()),
            session);
    Meetings meetings = new Meetings(vertx, blocks, offer, session.remoteHost(), session::tell);
    SessionRef ref = gateway.sessions().enter(session);
    return new Member(
        user,
        ref,
        offer,
        forPrograms,
        blocks,
        inbox,
        meetings,
        new RefusedForNow(System::nanoTime, inbox));
  }

  /** The client has shown a message. */
  void acknowledge(MessageId id) {
    inbox.acknowledge(id);
    refusedForNow.readOn();
  }

  /** The user now blocks these: what waits from them is not delivered any more. */
  void block(List<Username> users) {
    blocks.addAll(users);
    for (Username user : users) {
      inbox.dropFrom(user);
      meetings.dropFrom(user);
    }
  }

  /** Ends all that is under way for this user. Completed when nothing is. */
  Future<Void> close() {
    meetings.close();
    return TimeLimit.within(CONFIRMING, inbox.close()).recover(late -> Future.succeededFuture());
  }

  /** Tells presence that this session has ended. Completed when it knows, if it is to know now. */
  Future<Void> release(Departures departures, Ending ending) {
    Departure departure = ending.departure(resumable);
    if (ending.is(GoodbyeReason.REPLACED)) {
      // Presence knows; if it lost its way in the middle, this ends the session all the same.
      departures.releaseLater(user, session, departure);
      return Future.succeededFuture();
    }
    return departures.release(user, session, departure);
  }
}
