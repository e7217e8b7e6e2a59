// SPDX-License-Identifier: Apache-2.0
package io.parley.gateway;

import io.parley.bus.MessagingRequest.Reached;
import io.parley.bus.PresenceEvent;
import io.parley.bus.PresenceRequest.Held;
import io.parley.gateway.SessionState.Online;
import io.parley.model.GatewayId;
import io.parley.model.GoodbyeReason;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.parley.wire.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of one gateway: those that messages can find by number, and all others. Their count
 * is bounded, and who only connects and says nothing cannot keep others out. Event loop of the
 * gateway only.
 */
final class Sessions {
  private final GatewayId gateway;
  private final GatewayLimits limits;
  private final Traffic traffic;
  private final Map<Long, Session> numberToSession = new HashMap<>();
  private final Set<Session> connected = new HashSet<>();

  /** Not logged in, and nothing under way: who has waited longest comes first. */
  private final LinkedHashSet<Session> strangers = new LinkedHashSet<>();

  private long lastNumber;

  Sessions(GatewayId gateway, GatewayLimits limits, Traffic traffic) {
    this.gateway = gateway;
    this.limits = limits;
    this.traffic = traffic;
  }

  /** A new connection. */
  void connected(Session session) {
    connected.add(session);
    traffic.connected();
    waiting(session);
    if (connected.size() > limits.connections()) {
      session.end(GoodbyeReason.UNAUTHENTICATED);
    }
  }

  /** The connection is gone. */
  void disconnected(Session session) {
    if (connected.remove(session)) {
      traffic.disconnected();
    }
  }

  /** The session waits for its client to log in. */
  void waiting(Session session) {
    strangers.add(session);
    if (strangers.size() > limits.anonymous()) {
      // Not the newest: the newest may be somebody who is about to log in.
      strangers.iterator().next().end(GoodbyeReason.UNAUTHENTICATED);
    }
  }

  /** The session is not waiting for its client to log in. */
  void busy(Session session) {
    strangers.remove(session);
  }

  /** Lets messages find the session of a user who is about to be there. */
  SessionRef enter(Session session) {
    lastNumber++;
    numberToSession.put(lastNumber, session);
    return new SessionRef(gateway, lastNumber);
  }

  /** Messages cannot find this session any more. */
  void forget(SessionRef session) {
    numberToSession.remove(session.number());
  }

  /** The session of this number, if it has not ended. */
  Optional<Session> find(SessionRef session) {
    return Optional.ofNullable(numberToSession.get(session.number()));
  }

  /** Those of these numbers at which there is no session any more. */
  List<Long> missing(List<Long> numbers) {
    return numbers.stream().filter(number -> !numberToSession.containsKey(number)).toList();
  }

  /** Tells a text of one user to all others who are online here. */
  Reached tellAll(Username from, String text, Instant at) {
    SharedNotice notice = new SharedNotice(new Notice.BroadcastArrived(from, text, at));
    int reached = 0;
    boolean withheld = false;
    for (Session session : numberToSession.values()) {
      if (session.state() instanceof Online online && !online.user().user().equals(from)) {
        if (online.user().blocks().contains(from)) {
          withheld = true;
        } else {
          session.tell(notice);
          reached++;
        }
      }
    }
    return new Reached(reached, withheld);
  }

  /** Tells a word of the administrator to all who are online here. */
  Reached announce(String text, Instant at) {
    SharedNotice notice = new SharedNotice(new Notice.Announcement(text, at));
    int reached = 0;
    for (Session session : numberToSession.values()) {
      if (session.state() instanceof Online) {
        session.tell(notice);
        reached++;
      }
    }
    return new Reached(reached, false);
  }

  /** Tells all who may know of it that a user came or went. */
  void tell(PresenceEvent event) {
    boolean online = event instanceof PresenceEvent.Joined;
    SharedNotice notice =
        new SharedNotice(new Notice.PresenceChanged(event.user(), online, event.at()));
    for (Session session : numberToSession.values()) {
      Optional<Member> member = session.state().member();
      if (member.isPresent() && maySee(member.get().user(), event)) {
        session.tell(notice);
      }
    }
  }

  /** The users who are logged in here, and the numbers of their sessions. */
  List<Held> held() {
    List<Held> held = new ArrayList<>();
    for (Session session : numberToSession.values()) {
      if (session.state() instanceof Online online) {
        held.add(new Held(online.user().user(), online.user().session().number()));
      }
    }
    return held;
  }

  /** The session of this number, if a user is logged in there. */
  Optional<Member> member(long number) {
    return Optional.ofNullable(numberToSession.get(number))
        .flatMap(session -> session.state().member());
  }

  /** Ends the session of this number, if it has not ended. */
  void end(long number, Ending ending) {
    Session session = numberToSession.get(number);
    if (session != null) {
      session.end(ending);
    }
  }

  /** All connections, those that are not logged in first. */
  List<Session> all() {
    List<Session> all = new ArrayList<>(strangers);
    connected.stream().filter(session -> !strangers.contains(session)).forEach(all::add);
    return all;
  }

  private static boolean maySee(Username user, PresenceEvent event) {
    return !event.user().equals(user) && !event.hiddenFrom().contains(user);
  }
}
