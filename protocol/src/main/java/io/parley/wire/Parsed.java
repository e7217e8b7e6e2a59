// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import io.parley.model.FailureCode;
import io.parley.wire.CommandEntry.Argument;
import java.util.List;

/** What a typed line turned out to be. */
public sealed interface Parsed {
  /** A command for the server. */
  record Ready(CommandEntry entry, Command command) implements Parsed {}

  /** A command that the client carries out by itself. */
  record Local(CommandEntry entry, List<String> arguments) implements Parsed {
    public Local {
      arguments = List.copyOf(arguments);
    }

    /** What is said in private is among the arguments. */
    @Override
    public String toString() {
      return "Local[" + entry.verb() + "]";
    }
  }

  /** A command whose rest is to be asked for, beginning with this argument. */
  record Incomplete(CommandEntry entry, List<String> arguments, Argument next) implements Parsed {
    public Incomplete {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return "Incomplete[" + entry.verb() + ", next " + next.name() + "]";
    }
  }

  /** No command, and the sentence that says what to do. */
  record Wrong(FailureCode code, String text) implements Parsed {}
}
