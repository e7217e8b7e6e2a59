// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.FailureCode;
import io.parley.model.GatewayId;
import io.parley.model.PeerAddress;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the presence service answers: who is online, where, since when, and who blocks whom. */
public sealed interface PresenceRequest<R> extends Request<R> {
  @Override
  default Service service() {
    return Service.PRESENCE;
  }

  /** Longer than the cluster needs to give up a dead member, for whose sake a map may wait. */
  @Override
  default Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** Concerns one user. */
  sealed interface OfUser<R> extends PresenceRequest<R> {
    Username user();

    @Override
    default String about() {
      return user().value();
    }
  }

  /**
   * Changes whom a user blocks. What was said before something that has been carried out already is
   * refused as {@link FailureCode#UNAVAILABLE}: it was under way while a node stood still.
   */
  sealed interface ChangesBlock extends OfUser<Done> {
    /** When it was said; empty if that does not matter. */
    Optional<Spoken> spoken();

    /** If it had its effect, it would now be refused. */
    @Override
    default Optional<Request<Done>> again() {
      return Optional.empty();
    }
  }

  /**
   * Makes this session the user's only one, after the user proved to be its owner. Refused with
   * {@link FailureCode#USER_ONLINE}. Claiming again for the same session succeeds again.
   *
   * @param resumeHash hash of the secret by which this session may be resumed; empty if it cannot
   *     be
   */
  record Claim(Username user, SessionRef session, Optional<String> resumeHash)
      implements OfUser<Claimed> {}

  /**
   * Takes the place of the user's last session, which ends as {@code replaced} if it still lives.
   * Refused with {@link FailureCode#BAD_CREDENTIALS} if the hash is not that session's, or its time
   * is over (protocol, rule 3).
   */
  record Resume(Username user, SessionRef session, String presentedHash, String freshHash)
      implements OfUser<Claimed> {}

  /**
   * Answer to {@link Claim} and {@link Resume}.
   *
   * @param lastLogin when the session before this one began
   * @param blocked whom the user has blocked
   */
  record Claimed(Optional<Instant> lastLogin, List<Username> blocked) {
    public Claimed {
      blocked = List.copyOf(blocked);
    }
  }

  /** Says that a session has ended. A session that another has replaced is not touched. */
  sealed interface EndsSession extends OfUser<Done> {
    SessionRef session();
  }

  /** It has ended in this way. */
  record Release(Username user, SessionRef session, Departure departure) implements EndsSession {}

  /**
   * Undoes a {@link Resume} of whose grant the client has not heard, if it was granted: its session
   * has ended as one whose connection broke, and the secret that was presented is good again.
   */
  record Revert(Username user, SessionRef session, String presentedHash) implements EndsSession {}

  /** How a session ended, as far as others see it. */
  enum Departure {
    /** The user left: the secret to resume is void, the others are told at once. */
    LOGGED_OUT,
    /** The server ended it (timeout, kick, too slow): the others are told at once. */
    ENDED,
    /** The connection broke: a session resumed within the grace time was never gone. */
    BROKEN
  }

  /** All online users but the asker, sorted. */
  record Online(Username asker) implements PresenceRequest<Users> {
    @Override
    public String about() {
      return asker.value();
    }
  }

  /** All other users who were online at any time in the last seconds, sorted. */
  record OnlineSince(Username asker, long seconds) implements PresenceRequest<Users> {
    @Override
    public String about() {
      return asker.value();
    }
  }

  /** Whom this user has blocked, sorted. */
  record Blocked(Username user) implements OfUser<Users> {}

  /** A list of users. */
  record Users(List<Username> users) {
    public Users {
      users = List.copyOf(users);
    }
  }

  /**
   * Blocks; done means committed. Refused with {@link FailureCode#SELF}, {@link
   * FailureCode#NO_SUCH_USER}, {@link FailureCode#ALREADY_BLOCKED}.
   */
  record Block(Username user, Username target, Optional<Spoken> spoken) implements ChangesBlock {}

  /** Ends a block; done means committed. Refused as {@link Block}, or {@code NOT_BLOCKED}. */
  record Unblock(Username user, Username target, Optional<Spoken> spoken) implements ChangesBlock {}

  /**
   * When a user said something: in which session, and as the how-manieth of such things there. The
   * order of sessions is known to the database alone.
   */
  record Spoken(SessionRef session, long number) {}

  /**
   * Where a message from one user to another must go. For a user who is online the session itself
   * has the last word on blocks ({@link GatewayRequest.BlockedByRecipient}): it alone hears a block
   * at the moment it is made.
   */
  record Route(Username from, Username to) implements PresenceRequest<RouteAnswer> {
    @Override
    public String about() {
      return to.value();
    }
  }

  /** Answer to {@link Route}. */
  sealed interface RouteAnswer {}

  /** Online, in this session. */
  record Reachable(SessionRef session) implements RouteAnswer {}

  /** Not online, and the sender is not blocked. Whether there is such a user, auth knows. */
  record Away() implements RouteAnswer {}

  /** Not online, and has blocked the sender. */
  record BlockedRoute() implements RouteAnswer {}

  /**
   * Whether a user has blocked another, as the store has it. For a message that a session gave
   * back: by then its user may be in another session, which has not been asked.
   */
  record HasBlocked(Username user, Username other) implements OfUser<BlockState> {}

  /**
   * Answer to {@link HasBlocked}.
   *
   * @param since when the block was made; empty if there is none
   */
  record BlockState(Optional<Instant> since) {}

  /**
   * Who is online in which session, sorted by name: for whoever runs the server.
   *
   * @param user only this one
   * @param after only those whose names come after this one
   * @param limit how many at most
   */
  record Sessions(Optional<Username> user, Optional<Username> after, int limit)
      implements PresenceRequest<SessionList> {
    @Override
    public String about() {
      return user.map(Username::value).orElse("");
    }
  }

  /**
   * Answer to {@link Sessions}.
   *
   * @param online how many users are online altogether
   */
  record SessionList(int online, List<OnlineSession> sessions) {
    public SessionList {
      sessions = List.copyOf(sessions);
    }
  }

  /** A user, and the session in which that user is online. */
  record OnlineSession(Username user, SessionRef session) {}

  /**
   * Says again which sessions a gateway has: the roster may have forgotten some, and some may have
   * been taken for dead, or have lost their user to another session, while the gateway was cut off.
   */
  record Refresh(GatewayId gateway, List<Held> sessions) implements PresenceRequest<Refreshed> {
    public Refresh {
      sessions = List.copyOf(sessions);
    }

    @Override
    public String about() {
      return gateway.value();
    }
  }

  /** A session of the gateway that says so, by its number. */
  record Held(Username user, long number) {}

  /**
   * Answer to {@link Refresh}: those with which something is wrong.
   *
   * @param replaced whose users have newer sessions
   * @param lost that are still their users' last ones, but have been taken for dead, or forgotten:
   *     {@link Restore} them
   */
  record Refreshed(List<Long> replaced, List<Long> lost) {
    public Refreshed {
      replaced = List.copyOf(replaced);
      lost = List.copyOf(lost);
    }
  }

  /**
   * Enters a session again that was {@link Refreshed#lost}. What comes live for it from now on may
   * be newer than what was kept meanwhile.
   */
  record Restore(Username user, SessionRef session) implements OfUser<Restored> {}

  /**
   * Answer to {@link Restore}.
   *
   * @param isLast whether it is the user's session; if not, the user has a newer one
   */
  record Restored(boolean isLast) {}

  /**
   * Introduces the client of one user to that of another for a private session. Refused with {@link
   * FailureCode#NO_SUCH_USER}, {@link FailureCode#OFFLINE}, {@link FailureCode#BLOCKED}, {@link
   * FailureCode#NO_PEER}, {@link FailureCode#DECLINED}, {@link FailureCode#SELF}. May take as long
   * as a person may take to consent.
   *
   * @param fingerprint of the asker's certificate
   */
  record Introduce(Username from, Optional<String> fingerprint, Username to)
      implements PresenceRequest<Introduced> {
    @Override
    public String about() {
      return from.value();
    }

    /** Nobody is to be asked twice for consent. */
    @Override
    public Optional<Request<Introduced>> again() {
      return Optional.empty();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(40);
    }
  }

  /** Answer to {@link Introduce}. */
  record Introduced(PeerAddress peer) {}
}
