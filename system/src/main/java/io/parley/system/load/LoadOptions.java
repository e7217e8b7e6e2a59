// SPDX-License-Identifier: Apache-2.0
package io.parley.system.load;

import io.parley.system.CommandOptions;
import java.util.List;

/**
 * How much load there is to be.
 *
 * @param window how many messages a sender has under way at the same time
 * @param cluster whether it is a cluster, not one server
 * @param serverOptions more options of {@code parley server}
 */
record LoadOptions(
    int connections,
    int messages,
    int pairs,
    int window,
    boolean cluster,
    List<String> serverOptions) {
  static final String USAGE =
      """
      Usage: parley load [OPTION...] [-- SERVER-OPTION...]

      Starts a server in a process of its own, logs users in, lets pairs of them write to each other,
      and tells what that costs.

        --connections N  sessions (1000); each costs the server two password hashes
        --messages N     messages in all (200000)
        --pairs N        pairs of users that write to each other (50)
        --cluster        nine nodes over a PostgreSQL of their own; pairs are at different gateways
        --window N       messages that a sender has under way at the same time (16)
      """;

  static LoadOptions parse(List<String> arguments) {
    CommandOptions options =
        CommandOptions.parse(
            "load",
            List.of("connections", "messages", "pairs", "window"),
            List.of("cluster"),
            arguments);
    int connections = options.number("connections", 1_000, 2, 60_000);
    return new LoadOptions(
        connections,
        options.number("messages", 200_000, 1, 1_000_000_000),
        Math.min(options.number("pairs", 50, 1, 30_000), connections / 2),
        options.number("window", 16, 1, 1_000),
        options.isGiven("cluster"),
        options.rest());
  }

  /** The command that would measure the same again. */
  String command() {
    String more = serverOptions.isEmpty() ? "" : " -- " + String.join(" ", serverOptions);
    String kind = cluster ? " --cluster" : "";
    return "./parley load%s --connections %d --messages %d --pairs %d --window %d%s"
        .formatted(kind, connections, messages, pairs, window, more);
  }
}
