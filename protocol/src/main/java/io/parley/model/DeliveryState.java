// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

/** What became of an accepted message. Either is a promise (protocol, rule 4). */
public enum DeliveryState {
  /** The recipient's client acknowledged it. */
  DELIVERED,
  /** It is committed to durable storage and comes at the recipient's next login. */
  STORED
}
