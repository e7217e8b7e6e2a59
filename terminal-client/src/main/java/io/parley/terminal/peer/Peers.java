// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.keys.Fingerprint;
import io.parley.keys.Identity;
import io.parley.model.PeerAddress;
import io.parley.model.PeerOffer;
import io.parley.model.Username;
import io.parley.terminal.link.GatewayLink;
import io.parley.terminal.link.Patience;
import io.parley.terminal.peer.PeerFrame.TurnedAway.Reason;
import io.parley.wire.Command;
import io.parley.wire.Notice;
import io.parley.wire.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The private sessions of this client, at most one with each user. They live on when the server is
 * away, and end with this client's session. Event loop only.
 */
public final class Peers {
  private static final Duration TOKEN_IS_GOOD = Duration.ofSeconds(60);
  private static final Duration ANNOUNCEMENT_MAY_LAG = Duration.ofSeconds(5);

  /** When two people begin at the same moment, a session so young may be the other half of that. */
  private static final Duration SAME_MOMENT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final PeerEvents events;
  private final KeyRing keys;
  private final Announcements announcements;
  private final Advertisement advertisement;
  private final PeerDialler dialler;
  private final OpenSessions sessions;
  private final Set<Username> beginning = new HashSet<>();
  private @Nullable Username self;
  private boolean near;
  private boolean offered;

  public Peers(
      Vertx vertx,
      NetClient client,
      PeerSettings settings,
      KeyRing keys,
      Patience patience,
      InstantSource clock,
      PeerEvents events) {
    this.sessions = new OpenSessions(clock);
    this.events = events;
    this.keys = keys;
    this.vertx = vertx;
    this.announcements = new Announcements(vertx, TOKEN_IS_GOOD, ANNOUNCEMENT_MAY_LAG);
    this.advertisement =
        new Advertisement(
            vertx,
            settings,
            keys,
            new PeerListener(vertx, settings.port(), patience, announcements, new Entrance()),
            events);
    this.dialler = new PeerDialler(vertx, client, patience);
  }

  /**
   * How others can reach this client, which listens from now on; nothing if it takes no sessions.
   */
  public Future<Optional<PeerOffer>> offer(GatewayLink link) {
    near = Advertisement.isNear(link);
    return advertisement.by(link).onSuccess(offer -> offered = offer.isPresent());
  }

  /** Who this client's user is, from the login on. */
  public void iAm(Username self) {
    this.self = self;
  }

  /** The server gave this client's address away. */
  public void expect(Notice.PeerExpected expected) {
    Optional<Fingerprint> key = expected.fingerprint().flatMap(Fingerprint::parse);
    if (key.isEmpty()) {
      return; // whoever comes without a key is turned away
    }
    Caller caller = new Caller(expected.user(), key.get());
    if (keys.contradicts(me(), caller)) {
      events.keyChanged(expected.user());
    } else {
      announcements.announce(caller, expected.token());
    }
  }

  /**
   * Begins a session with a user.
   *
   * @param ask how to ask the server; what fails there fails here
   */
  public Future<Introduction> start(Username user, Function<Command, Future<Reply>> ask) {
    if (!offered) {
      return Future.succeededFuture(new Introduction.TakesNone());
    }
    if (sessions.has(user) || !beginning.add(user)) {
      return Future.succeededFuture(new Introduction.Already());
    }
    return ask.apply(new Command.StartPrivate(user.value()))
        .compose(reply ->
            switch (reply) {
              case Reply.PeerFound(PeerAddress address) -> dial(user, address);
              case Reply.Refused refused ->
                  Future.succeededFuture(new Introduction.Refused(refused));
              default -> throw new IllegalStateException("no answer to startprivate: " + reply);
            })
        .onComplete(done -> beginning.remove(user));
  }

  private Future<Introduction> dial(Username user, PeerAddress address) {
    Optional<Fingerprint> key = address.fingerprint().flatMap(Fingerprint::parse);
    Optional<Identity> own = keys.known();
    if (key.isEmpty() || own.isEmpty()) {
      return Future.succeededFuture(new Introduction.NoKey());
    }
    Caller other = new Caller(user, key.get());
    if (keys.contradicts(me(), other)) {
      return Future.succeededFuture(new Introduction.KeyChanged());
    }
    return dialler
        .dial(address, key.get(), new PeerDialler.Self(me(), own.get()), near)
        .map(connection -> {
          if (sessions.has(user)) {
            // the other began at the same moment, and came through first
            connection.close(new PeerFrame.Bye(Optional.of(PeerGoodbye.RENEWED)));
          } else {
            open(other, true, connection);
          }
          return (Introduction) new Introduction.Opened();
        })
        .recover(fault -> Future.succeededFuture(notDialled(user, fault)));
  }

  private Introduction notDialled(Username user, Throwable fault) {
    if (!(fault instanceof NoWayThrough noWay)) {
      throw new IllegalStateException(fault);
    }
    if (noWay.isWrongKey()) {
      return new Introduction.WrongKey(noWay.host(), noWay.port());
    }
    return noWay.isAlready() || sessions.has(user)
        ? new Introduction.Already()
        : new Introduction.NoWay(noWay.host(), noWay.port());
  }

  private Username me() {
    Username me = self;
    if (me == null) {
      throw new IllegalStateException("not logged in");
    }
    return me;
  }

  private void open(Caller other, boolean dialled, PeerConnection connection) {
    PeerSession session = new PeerSession(other, dialled, connection.socket(), new Conversation());
    sessions.add(session);
    events.opened(other.user(), dialled, keys.isVerified(me(), other));
    connection.become(session);
  }

  /** The code to compare with the other person; nothing without a session. */
  public Optional<String> code(Username user) {
    return sessions
        .with(user)
        .flatMap(session ->
            keys.known()
                .map(own -> ComparedCode.of(new Caller(me(), own.fingerprint()), session.other())));
  }

  /** Whether the person has compared the key of this session. */
  public boolean isVerified(Username user) {
    return sessions.with(user).filter(open -> keys.isVerified(me(), open.other())).isPresent();
  }

  /**
   * The person has compared the code of this session, and found it the same; another key is not
   * good for this user any more. Fails if that could not be kept.
   */
  public Future<Void> verified(Username user) {
    Optional<Caller> other = sessions.with(user).map(PeerSession::other);
    if (other.isEmpty()) {
      return Future.succeededFuture();
    }
    Username me = me();
    keys.verified(me, other.get());
    return vertx.executeBlocking(() -> {
      keys.keep(me, other.get());
      return null;
    });
  }

  /** Whether there is a session with this user now. */
  public boolean has(Username user) {
    return sessions.has(user);
  }

  /** With whom there is a session now. */
  public List<Username> open() {
    return sessions.users();
  }

  /** Says a text in private. Completes when it was shown; fails with {@link PeerProblem}. */
  public Future<Void> say(Username user, String text) {
    return sessions
        .with(user)
        .map(session -> session.say(text))
        .orElseGet(() -> Future.failedFuture(new PeerProblem(PeerProblem.Kind.NO_SESSION)));
  }

  /** Ends the session with a user; whether there was one. */
  public boolean stop(Username user, PeerGoodbye reason) {
    Optional<PeerSession> session = sessions.with(user);
    session.ifPresent(open -> {
      sessions.remove(open);
      open.end(reason);
    });
    return session.isPresent();
  }

  /** Ends all sessions. */
  public void stopAll(PeerGoodbye reason) {
    open().forEach(user -> stop(user, reason));
  }

  /** Reads no further for as long as more is shown than good. */
  public void press(boolean pressed) {
    sessions.press(pressed);
  }

  private final class Entrance implements PeerListener.Host {
    @Override
    public Optional<Reason> objection(Username user) {
      boolean mineGoesFirst = self != null && self.compareTo(user) < 0;
      boolean sameMoment =
          sessions.has(user)
              ? sessions.wasDialledWithin(user, SAME_MOMENT)
              : beginning.contains(user);
      return mineGoesFirst && sameMoment ? Optional.of(Reason.ALREADY) : Optional.empty();
    }

    @Override
    public void arrived(Caller caller, PeerConnection connection) {
      // the other would not have come if it still had the old session
      stop(caller.user(), PeerGoodbye.RENEWED);
      Peers.this.open(caller, false, connection);
    }

    @Override
    public void turnedAway(String from, Optional<Username> claimed) {
      events.turnedAway(from, claimed);
    }
  }

  private final class Conversation implements PeerSession.Listener {
    @Override
    public void said(PeerSession session, String text, Runnable seen) {
      events.said(session.user(), text, seen);
    }

    @Override
    public void ended(PeerSession session, Optional<PeerGoodbye> reason) {
      if (sessions.remove(session)) {
        events.ended(session.user(), reason);
      }
    }
  }
}
