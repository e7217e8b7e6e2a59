// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.wire.Notice;
import java.time.Duration;

/** Who hears what happens to the session. Called on the event loop. */
public interface SessionListener {
  /** An event of the session; never a goodbye. */
  void told(Notice notice);

  /** The connection is lost; attempts to get it back begin. */
  void lost();

  /** There is a session again; its events follow. */
  void back(Duration away);

  /** There is none and will be none. The last call. */
  void over(Ending ending);
}
