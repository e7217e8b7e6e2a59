// SPDX-License-Identifier: Apache-2.0
package io.parley.presence;

import io.parley.bus.PresenceRequest.Resume;
import io.parley.model.SessionRef;
import io.parley.model.Username;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last session of every user, durably. What is done is committed; what failed has changed
 * nothing. Whatever names a session changes nothing if that is not the user's last one any more.
 */
interface LastSessions {
  Future<Optional<LastSession>> find(Username user);

  /** Those of several users; who never had one is not in it. */
  Future<Map<Username, LastSession>> find(Collection<Username> users);

  /**
   * Makes this session the user's last one. Again for the same open session it changes nothing and
   * answers the same.
   */
  Future<Begun> begin(Username user, SessionRef session, Instant at, Optional<String> resumeHash);

  /**
   * Makes the session of this wish the user's last one in place of the old one; nothing if that is
   * not the last one any more, or has another secret.
   */
  Future<Optional<Begun>> takeOver(Resume wish, SessionRef old, Instant at);

  /**
   * Answer to {@link #begin} and {@link #takeOver}.
   *
   * @param wasShown whether others still believed that the session before this one was there
   * @param again whether this session was the open one already
   */
  record Begun(Optional<Instant> previousLogin, boolean wasShown, boolean again) {}

  /** The session ended at this time, unless it has ended earlier. It may be resumed. */
  Future<Void> end(Username user, SessionRef session, Instant at);

  /** As {@link #end}, and its secret is void. */
  Future<Void> logOut(Username user, SessionRef session, Instant at);

  /** As {@link #end}, and from now on this secret resumes it; not if it was logged out. */
  Future<Void> revert(Username user, SessionRef session, String resumeHash, Instant at);

  /**
   * The session goes on, though it was taken for ended; empty if it is not the user's last one any
   * more.
   */
  Future<Optional<Reopened>> reopen(Username user, SessionRef session);

  /**
   * Answer to {@link #reopen}.
   *
   * @param wasShown whether others still believed that it was there
   */
  record Reopened(boolean wasShown) {}

  /** Allows one asker, and only one, to tell the others that this session has ended. */
  Future<Boolean> hide(Username user, SessionRef session);

  /** Who has an open session, or one that ended at this time or later. */
  Future<List<Username>> since(Instant time);

  /** The sessions of which others believe that they are there, open or not. */
  Future<List<Shown>> shown();

  /** One of {@link #shown}. */
  record Shown(Username user, SessionRef session, boolean open) {}

  /**
   * Those of these sessions that are open ended at this time, or at their begin if that is later.
   */
  Future<Void> close(Map<Username, SessionRef> sessions, Instant at);

  /** Notes that a presence node was alive at this time. */
  Future<Void> beat(Instant at);

  /** The latest time at which one was alive. */
  Future<Optional<Instant>> lastBeat();
}
