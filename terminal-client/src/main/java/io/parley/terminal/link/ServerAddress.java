// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

import java.util.regex.Pattern;

/**
 * Where the server is.
 *
 * @param tls whether what is said there is encrypted, and the server known for who it is; always so
 *     unless it is on this computer
 */
public record ServerAddress(String host, int port, boolean tls) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|(0{0,4}:){2,7}0{0,3}1");

  /**
   * @throws IllegalArgumentException if another computer's server is to be spoken to openly
   */
  public ServerAddress {
    if (!tls && !isLoopback(host)) {
      throw new IllegalArgumentException("never without TLS beyond this computer");
    }
  }

  /** Encrypted unless the server is on this computer. */
  public ServerAddress(String host, int port) {
    this(host, port, !isLoopback(host));
  }

  /** Whether this computer is meant, whatever a name server says. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
