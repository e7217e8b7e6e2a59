// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import java.util.Optional;

/** What the gateway made of one line of a client. */
public sealed interface Incoming {
  /** A command to carry out. */
  record Asked(Optional<RequestId> id, Command command) implements Incoming {}

  /** A line that is no command; nothing of it is carried out, and this is its answer. */
  record Malformed(Optional<RequestId> id, FailureCode code, String text) implements Incoming {}

  /** Half of a dialogue of the text dialect: say this, and wait for the next line. */
  record Prompt(String line) implements Incoming {}
}
