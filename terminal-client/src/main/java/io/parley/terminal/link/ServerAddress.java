// SPDX-License-Identifier: Apache-2.0
package io.parley.terminal.link;

/** Where the server is. */
public record ServerAddress(String host, int port) {
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
