// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.model.Username;
import java.util.Optional;

/** What happens in private sessions, for who shows it. Called on the event loop. */
public interface PeerEvents {
  /** A session is open; whether this side began it, and whether the person compared the key. */
  void opened(Username user, boolean byThisSide, boolean verified);

  /** The other said something; the action is to be run on the event loop when it was shown. */
  void said(Username user, String text, Runnable seen);

  /** The other side ended the session, with a reason or without a word. */
  void ended(Username user, Optional<PeerGoodbye> reason);

  /** Somebody whom the server had not announced tried to begin a session, and was refused. */
  void turnedAway(String from, Optional<Username> claimed);

  /** Somebody under this name has not the key that the person compared, and was refused. */
  void keyChanged(Username user);

  /** Nobody can begin a session with this client, since it cannot listen on that port. */
  void cannotListen(int port);
}
