// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import io.parley.model.GatewayId;

/**
 * One service as one node of one boot offers it: what a question is sent to. Its address is never
 * used twice, so that what was meant for a dead one cannot reach another.
 */
public record Instance(Service service, String node) {
  /** One gateway. */
  public static Instance of(GatewayId gateway) {
    return new Instance(Service.GATEWAY, gateway.value());
  }

  String address() {
    return "parley." + service.word() + "." + node;
  }

  @Override
  public String toString() {
    return service.word() + "@" + node;
  }
}
