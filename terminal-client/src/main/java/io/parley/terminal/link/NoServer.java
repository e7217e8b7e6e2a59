// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import java.net.ConnectException;
import java.net.UnknownHostException;

/** Nobody answers at an address, or nobody who speaks Parley; the message is for a person. */
public final class NoServer extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sentence;

  private NoServer(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  /** What to tell a person. */
  public String sentence() {
    return sentence;
  }

  static NoServer unreachable(ServerAddress server, Throwable fault) {
    return new NoServer("Cannot reach a server at " + server + ": " + reason(fault) + ".");
  }

  static NoServer notParley(ServerAddress server) {
    return new NoServer("What answers at " + server + " is no Parley server for this client.");
  }

  private static String reason(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = String.valueOf(root.getMessage());
    if (fault instanceof UnknownHostException) {
      return "no such host is known";
    }
    if (said.contains("SSL message") || said.contains("not an SSL/TLS record")) {
      return "what answers there does not encrypt, and this client says nothing openly beyond this"
          + " computer; the server's TLS port may be another one";
    }
    if (said.contains("refused")) {
      return "nothing listens there";
    }
    if (said.contains("timed out")) {
      return "no answer";
    }
    return fault instanceof ConnectException ? "no way there" : said;
  }
}
