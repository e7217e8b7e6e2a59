// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.util.Optional;

/**
 * How the gateway reads and writes one connection's lines. One instance for each connection, used
 * on its event loop only. All lines are without their ending.
 */
public interface Dialect {
  /** Reads a line of the client: valid UTF-8, not empty, within the length limit. */
  Incoming read(String line);

  /**
   * What to write for the answer to a command; empty where the dialect answers nothing. Help is
   * several lines, joined by LF.
   */
  Optional<String> write(Incoming.Asked asked, Reply reply);

  /** What to write for a line that could not be carried out. */
  String write(Incoming.Malformed malformed);

  /** What to write for an event. */
  String write(Notice notice);

  /** Whether a client of this dialect can be introduced to others, acknowledge and resume. */
  boolean isForPrograms();
}
