// SPDX-License-Identifier: Apache-2.0
package io.parley.wire;

import java.util.Optional;

/**
 * The server's first line: the protocol's name and version, the server's version, and what to do.
 *
 * @param server the version of the server, one word
 * @param advice free text for a person
 */
public record Greeting(int protocol, String server, String advice) {
  /** The version of the protocol that this code speaks. */
  public static final int PROTOCOL_VERSION = 1;

  private static final String NAME = "PARLEY/";
  private static final String ADVICE =
      "Welcome. Log in with: login NAME PASSWORD, make an account with: register NAME PASSWORD,"
          + " or type help.";

  /** How a server of this version greets. */
  public static Greeting of(String server) {
    return new Greeting(PROTOCOL_VERSION, server, ADVICE);
  }

  /** What a line says if it is a greeting. */
  public static Optional<Greeting> parse(String line) {
    if (!line.startsWith(NAME)) {
      return Optional.empty();
    }
    String[] words = line.substring(NAME.length()).split(" ", 3);
    boolean isVersion = words[0].matches("[0-9]{1,9}");
    return isVersion
        ? Optional.of(
            new Greeting(
                Integer.parseInt(words[0]),
                words.length > 1 ? words[1] : "",
                words.length > 2 ? words[2] : ""))
        : Optional.empty();
  }

  /** The line, without its ending. */
  public String line() {
    return NAME + protocol + " " + server + " " + advice;
  }
}
