// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.peer;

import io.parley.wire.Reply;

/** What became of the wish for a private session. */
public sealed interface Introduction {
  /** It is open. */
  record Opened() implements Introduction {}

  /** There is one already, or one is being opened. */
  record Already() implements Introduction {}

  /** The server, or the other user, said no. */
  record Refused(Reply.Refused refusal) implements Introduction {}

  /** Others cannot know this client by its key, since it takes no sessions. */
  record TakesNone() implements Introduction {}

  /** The other client has no key to be known by. */
  record NoKey() implements Introduction {}

  /** The other has not the key that the person compared. */
  record KeyChanged() implements Introduction {}

  /** Where the server said, somebody else answers. */
  record WrongKey(String host, int port) implements Introduction {}

  /** The server said where, but nobody opened there. */
  record NoWay(String host, int port) implements Introduction {}
}
