// SPDX-License-Identifier: Apache-2.0
package io.parley.system.talk;

/** The two ways in which a client can speak: what one can do, the other can. */
public enum Dialect {
  TEXT,
  JSON
}
