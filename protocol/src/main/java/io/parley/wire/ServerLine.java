// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.util.Optional;

/** What a client makes of one line of the server. */
public sealed interface ServerLine {
  /** The first line of a connection. */
  record Greeted(Greeting greeting) implements ServerLine {}

  /**
   * The answer to a request.
   *
   * @param re the id of the request; empty if it had none, or none that could be read
   */
  record Answered(Optional<RequestId> re, Reply reply) implements ServerLine {}

  /** An event. */
  record Told(Notice notice) implements ServerLine {}

  /** Something of a newer server, or nothing of the protocol at all: to be passed over. */
  record Unknown(String line) implements ServerLine {}
}
