// SPDX-License-Identifier: Apache-2.0
package io.parley.bus;

import java.util.List;

/**
 * What a node says of itself to all others, twice a second: to be heard is to be there.
 *
 * @param member how the cluster calls this node
 * @param serving what it offers
 * @param leaving what it still answers for, but does not take new questions for
 */
record NodeNews(String node, String member, List<Service> serving, List<Service> leaving) {
  NodeNews {
    serving = List.copyOf(serving);
    leaving = List.copyOf(leaving);
  }
}
