// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

/**
 * Where a user is: the gateway that holds the connection, and the number that this gateway gave to
 * the session. Never used twice.
 */
public record SessionRef(GatewayId gateway, long number) {
  @Override
  public String toString() {
    return gateway + "#" + number;
  }
}
