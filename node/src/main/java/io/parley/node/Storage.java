// SPDX-License-Identifier: Apache-2.0
package io.parley.node;

import io.vertx.core.Future;

/** The node's one database: opened when the first role asks for it, shared by all of them. */
public interface Storage {
  /** The database, with the tables of this service brought up to date. */
  Future<Database> database(String service);
}
