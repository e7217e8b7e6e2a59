// SPDX-License-Identifier: Apache-2.0
package io.parley.model;

/** Whether a user is asked before the address for private sessions is given away. */
public enum PeerPolicy {
  AUTO,
  ASK
}
