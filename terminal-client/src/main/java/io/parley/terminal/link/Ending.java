// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import io.parley.model.GoodbyeReason;
import io.parley.wire.Reply;

/** Why the client ends. */
public sealed interface Ending {
  /** The person left. */
  record Left() implements Ending {}

  /** The server ended the session, and does not want this client back. */
  record Dismissed(GoodbyeReason reason) implements Ending {}

  /** After a break the server refused to let this client in again. */
  record Refused(Reply.Refused refusal) implements Ending {}

  /** After a break somebody else answered in the server's place. */
  record Distrusted(NotTrusted reason) implements Ending {}

  /** The connection was lost and did not come back in the time given. */
  record Lost() implements Ending {}

  /** Nobody reads the output any more. */
  record OutputGone() implements Ending {}
}
