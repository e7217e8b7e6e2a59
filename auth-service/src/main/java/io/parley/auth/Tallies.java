// SPDX-License-Identifier: Apache-2.0
package io.parley.auth;

import io.vertx.core.Future;
import java.util.function.UnaryOperator;

/** Keeps the tally of each name, for all nodes that check passwords. */
interface Tallies {
  /** The tally as it is; {@link Tally#NONE} if nothing is known. */
  Future<Tally> find(String name);

  /**
   * Changes a tally, whoever else changes it at the same time. A change to {@link Tally#NONE}
   * forgets the name.
   *
   * @param change may be asked more than once
   * @return what the tally is now
   */
  Future<Tally> change(String name, UnaryOperator<Tally> change);
}
