// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.Bus;
import io.parley.bus.PresenceRequest;
import io.parley.bus.PresenceRequest.Block;
import io.parley.bus.PresenceRequest.Blocked;
import io.parley.bus.PresenceRequest.Claim;
import io.parley.bus.PresenceRequest.HasBlocked;
import io.parley.bus.PresenceRequest.Introduce;
import io.parley.bus.PresenceRequest.Online;
import io.parley.bus.PresenceRequest.OnlineSince;
import io.parley.bus.PresenceRequest.Refresh;
import io.parley.bus.PresenceRequest.Release;
import io.parley.bus.PresenceRequest.Restore;
import io.parley.bus.PresenceRequest.Resume;
import io.parley.bus.PresenceRequest.Revert;
import io.parley.bus.PresenceRequest.Route;
import io.parley.bus.PresenceRequest.Sessions;
import io.parley.bus.PresenceRequest.Unblock;
import io.parley.bus.Service;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Answers {@link PresenceRequest}s. A shell: what it answers is decided by the types it holds. */
final class PresenceVerticle extends VerticleBase {
  private final Bus bus;
  private final LastSessions lastSessions;
  private final BlockList blockList;
  private final InstantSource clock;
  private final Pause pause;
  private final ResumeRules rules;
  private final Deaths deaths;
  private final Heartbeat heartbeat;
  private Bus.@Nullable Registration registration;

  PresenceVerticle(
      Bus bus,
      LastSessions lastSessions,
      BlockList blockList,
      SignsOfLife signs,
      InstantSource clock,
      Pause pause,
      ResumeRules rules) {
    this.bus = bus;
    this.lastSessions = lastSessions;
    this.blockList = blockList;
    this.clock = clock;
    this.pause = pause;
    this.rules = rules;
    this.deaths = new Deaths(bus, signs, pause);
    this.heartbeat = new Heartbeat(lastSessions, clock, pause);
  }

  @Override
  public Future<?> start() {
    return Roster.open(vertx)
        .map(roster -> new Stores(roster, lastSessions, blockList))
        .compose(stores -> {
          Answers answers = new Answers(stores);
          // Who lives must be known before anybody is taken for dead.
          return bus.nodes()
              .settled()
              .compose(settled -> answers.recovery.run())
              .compose(recovered -> heartbeat.begin())
              .compose(beaten -> bus.serve(Service.PRESENCE, PresenceRequest.class, answers::to))
              .onSuccess(serving -> {
                registration = serving;
                deaths.begin();
                answers.recovery.goOn();
              });
        });
  }

  @Override
  public Future<?> stop() {
    deaths.end();
    heartbeat.end();
    return registration == null ? Future.succeededFuture() : registration.end();
  }

  /** Who answers which question. */
  private final class Answers {
    private final Recovery recovery;
    private final Arrivals arrivals;
    private final Resumptions resumptions;
    private final Departures departures;
    private final Visibility visibility;
    private final Blocking blocking;
    private final Introductions introductions;
    private final Refreshing refreshing;

    Answers(Stores stores) {
      Turns turns = new Turns();
      Announcements announcements = new Announcements(bus, clock);
      Accounts accounts = new Accounts(bus);
      departures = new Departures(stores, announcements, turns, clock, pause, rules.grace());
      Ghosts ghosts = new Ghosts(bus, stores.roster());
      recovery = new Recovery(bus, stores, departures, deaths, ghosts, pause, rules.grace());
      arrivals = new Arrivals(bus, stores, announcements, turns, clock, ghosts);
      resumptions = new Resumptions(stores, bus, announcements, departures, turns, clock, rules);
      visibility = new Visibility(bus, stores, clock);
      blocking = new Blocking(blockList, accounts, clock);
      refreshing = new Refreshing(bus, stores, announcements, turns);
      introductions = new Introductions(stores, accounts, bus, new Tokens());
    }

    Future<?> to(PresenceRequest<?> question) {
      return switch (question) {
        case Claim q -> q.answeredBy(arrivals.claim(q));
        case Resume q -> q.answeredBy(resumptions.resume(q));
        case Release q -> q.answeredBy(departures.release(q));
        case Revert q -> q.answeredBy(departures.revert(q));
        case Online q -> q.answeredBy(visibility.online(q));
        case OnlineSince q -> q.answeredBy(visibility.onlineSince(q));
        case Blocked q -> q.answeredBy(blocking.blocked(q));
        case Block q -> q.answeredBy(blocking.block(q));
        case Unblock q -> q.answeredBy(blocking.unblock(q));
        case Route q -> q.answeredBy(visibility.route(q));
        case HasBlocked q -> q.answeredBy(visibility.hasBlocked(q));
        case Sessions q -> q.answeredBy(visibility.sessions(q));
        case Refresh q -> q.answeredBy(refreshing.refresh(q));
        case Restore q -> q.answeredBy(refreshing.restore(q));
        case Introduce q -> q.answeredBy(introductions.introduce(q));
      };
    }
  }
}
