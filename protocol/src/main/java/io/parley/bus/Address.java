// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.GatewayId;

/** Every address on the bus. One per service and one per gateway, never one per user. */
public record Address(String value) {
  public static final Address AUTH = new Address("parley.auth");
  public static final Address PRESENCE = new Address("parley.presence");
  public static final Address MESSAGING = new Address("parley.messaging");

  /** Where all gateways hear of comings and goings. */
  public static final Address PRESENCE_EVENTS = new Address("parley.presence.events");

  /** One gateway of one boot. */
  public static Address gateway(GatewayId gateway) {
    return new Address("parley.gateway." + gateway);
  }

  @Override
  public String toString() {
    return value;
  }
}
