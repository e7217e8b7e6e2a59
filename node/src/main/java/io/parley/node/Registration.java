// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

/** Whether strangers may make accounts for themselves. */
public enum Registration {
  OPEN,
  CLOSED
}
