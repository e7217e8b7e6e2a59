// SPDX-License-Identifier: Apache-2.0
package io.parley.system.network;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of all that the network of one process consists of. They tell whose it is, so that what
 * a process left that was killed is found, and nothing else is touched.
 */
record NetworkNames(long pid) {
  private static final Pattern NAMESPACE = Pattern.compile("(?m)^parley-(\\d+)-[12]\\b");
  private static final Pattern LINK = Pattern.compile("(?m)^\\d+: ply(\\d+)(?:h[12]|br)\\b");

  String bridge() {
    return "ply" + pid + "br";
  }

  /** The end of a half's cable at the bridge. Names of links have 15 characters at most. */
  String cable(int half) {
    return "ply" + pid + "h" + half;
  }

  String namespace(int half) {
    return "parley-" + pid + "-" + half;
  }

  /** Removes all that has these names, as far as it is there. */
  void remove() {
    for (int half = 1; half <= 2; half++) {
      NetworkCommand.attempt("ip link del " + cable(half));
      NetworkCommand.attempt("ip netns del " + namespace(half));
    }
    NetworkCommand.attempt("ip link del " + bridge());
  }

  /** Removes what processes left that are not there any more. */
  static void removeLeftovers() throws IOException {
    removeLeftovers(NAMESPACE.matcher(NetworkCommand.run("ip netns list")));
    removeLeftovers(LINK.matcher(NetworkCommand.run("ip -o link")));
  }

  private static void removeLeftovers(Matcher found) {
    while (found.find()) {
      long owner = Long.parseLong(found.group(1));
      if (ProcessHandle.of(owner).isEmpty()) {
        new NetworkNames(owner).remove();
      }
    }
  }
}
